// What an alert tells a person: one sentence in the past tense that follows "The client" or "The server".

import { finder } from '../registry/name.ts'
import { alerts } from '../registry/tables/alerts.ts'

type AlertName = keyof typeof alerts

/** Every registered alert has a sentence: the compiler says which one is missing. */
const meanings: Readonly<Record<AlertName, string>> = {
  close_notify: 'closed the connection cleanly.',
  end_of_early_data: 'ended its early data.',
  unexpected_message: 'got a message that was not due.',
  bad_record_mac: 'could not open a protected record.',
  decryption_failed: 'could not decrypt a record.',
  record_overflow: 'got a record that was too long.',
  decompression_failure: 'could not decompress what it got.',
  handshake_failure: 'found nothing acceptable in what it was offered.',
  no_certificate: 'had no certificate to offer.',
  bad_certificate: 'did not accept the certificate.',
  unsupported_certificate: 'could not use a certificate of this kind.',
  certificate_revoked: 'held the certificate revoked.',
  certificate_expired: 'held the certificate expired, or not valid yet.',
  certificate_unknown: 'did not accept the certificate, for a reason that has no alert of its own.',
  illegal_parameter: 'got a value that is not allowed there.',
  unknown_ca: 'found no way from the certificate to a CA that it trusts.',
  access_denied: 'had a policy against going on.',
  decode_error: 'could not decode a message.',
  decrypt_error: 'found a signature, a Finished or a binder that does not verify.',
  too_many_cids_requested: 'was asked for more connection identifiers than it gives.',
  export_restriction: 'held to an export restriction.',
  protocol_version: 'did not take any version that it was offered.',
  insufficient_security: 'demanded stronger parameters than it was offered.',
  internal_error: 'failed by itself.',
  inappropriate_fallback: 'knew a newer version than the client came back with.',
  user_canceled: 'called the handshake off.',
  no_renegotiation: 'did not take part in a renegotiation.',
  missing_extension: 'missed an extension that must be there.',
  unsupported_extension: 'got an extension that it had not asked for.',
  certificate_unobtainable: 'could not fetch the certificate from where it was said to be.',
  unrecognized_name: 'did not know the name that it was asked for.',
  bad_certificate_status_response: 'did not accept the stapled OCSP response.',
  bad_certificate_hash_value: 'fetched a certificate with another hash than announced.',
  unknown_psk_identity: 'did not know the identity of the pre-shared key.',
  certificate_required: 'demanded a client certificate and got none.',
  general_error: 'failed in a way that has no alert of its own.',
  no_application_protocol: 'spoke none of the application protocols that it was offered.',
  ech_required: 'insisted on an encrypted ClientHello.',
}

const find = finder(alerts)

export function alertMeaning(codepoint: number): string {
  const name = find(codepoint) as AlertName | undefined
  return name === undefined
    ? `sent an alert that no registry knows (${codepoint}).`
    : meanings[name]
}
