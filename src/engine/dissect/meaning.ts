// What the number in a field means: the registry's name beside it.

import * as name from '../registry/name.ts'
import { ecCurveTypes } from '../registry/tables/ec-curve-types.ts'
import { eapCodes } from '../registry/tables/eap-codes.ts'
import { eapTypeRows } from '../registry/tables/eap-types.ts'
import { eapolTypes } from '../registry/tables/eapol-types.ts'
import { ethertypes } from '../registry/tables/ethertypes.ts'
import { heartbeatModes } from '../registry/tables/heartbeat-modes.ts'
import { keyUpdateRequests } from '../registry/tables/key-update-requests.ts'
import { radiusCodes } from '../registry/tables/radius-codes.ts'
import { serverNameTypes } from '../registry/tables/server-name-types.ts'
import { srtpProtectionProfiles } from '../registry/tables/srtp-protection-profiles.ts'
import { ssl2CipherKinds } from '../registry/tables/ssl2-cipher-kinds.ts'
import { ssl2MessageTypes } from '../registry/tables/ssl2-message-types.ts'
import { ssl2Errors } from '../registry/tables/ssl2-error-codes.ts'

type Names = (code: number) => string

/** A name with the number as people look it up: alerts in decimal, suites in hexadecimal. */
const decimal =
  (names: Names) =>
  (code: number): string =>
    withNumber(names(code), String(code))
const hexadecimal =
  (names: Names, digits = 4) =>
  (code: number): string =>
    withNumber(names(code), name.hexOf(code, digits))

function withNumber(text: string, number: string): string {
  // A name that is made from its number says it already.
  return text.startsWith('unknown (') || text.startsWith('GREASE (') ? text : `${text} (${number})`
}

const version = hexadecimal(name.nameOfVersion)
const group = hexadecimal(name.nameOfGroup)
const scheme = hexadecimal(name.nameOfSignatureScheme)
const suite = hexadecimal(name.nameOfCipherSuite)
const ethertype = hexadecimal(name.namer(ethertypes, 4))
const nameOfKind = name.namer(ssl2CipherKinds, 6)
/** In SSL 2.0's hello, kinds that start with a zero byte are suites of its successors. */
const cipherKind = (kind: number): string =>
  kind <= 0xffff ? suite(kind) : hexadecimal(nameOfKind, 6)(kind)
const nameOfEapType = (type: number): string =>
  eapTypeRows.find((row) => row.code === type)?.name ?? name.unknown(type, 2)
const seconds = (value: number): string => `${value} seconds`

/** By the RFC's field name. Fields of one name that mean different things stand with their structure in front. */
const meanings: Readonly<Record<string, (code: number) => string>> = {
  'alert.level': decimal(name.nameOfAlertLevel),
  'alert.description': decimal(name.nameOfAlert),
  'record.type': decimal(name.nameOfContentType),
  msg_type: decimal(name.nameOfHandshakeType),
  'message.msg_type': decimal(name.namer(ssl2MessageTypes)),
  extension_type: decimal(name.nameOfExtension),
  legacy_record_version: version,
  legacy_version: version,
  server_version: version,
  selected_version: version,
  version,
  cipher_suite: suite,
  cipher_spec: cipherKind,
  cipher_kind: cipherKind,
  'eth.type': ethertype,
  'sll.protocol': ethertype,
  'eap.type': decimal(nameOfEapType),
  'radius.code': decimal(name.namer(radiusCodes)),
  'eapol.packet_type': decimal(name.namer(eapolTypes)),
  error_code: decimal(name.namer(ssl2Errors)),
  compression_method: decimal(name.nameOfCompression),
  legacy_compression_method: decimal(name.nameOfCompression),
  named_group: group,
  namedcurve: group,
  selected_group: group,
  group,
  signature_scheme: scheme,
  algorithm: scheme,
  'compress_certificate.algorithm': decimal(name.nameOfCertificateCompression),
  'compressed_certificate.algorithm': decimal(name.nameOfCertificateCompression),
  ec_point_format: decimal(name.nameOfPointFormat),
  ke_mode: decimal(name.nameOfPskMode),
  name_type: decimal(name.namer(serverNameTypes)),
  status_type: decimal(name.nameOfCertificateStatusType),
  curve_type: decimal(name.namer(ecCurveTypes)),
  certificate_type: decimal(name.nameOfCertificateType),
  'certificate_request.certificate_type': decimal(name.nameOfClientCertificateType),
  request_update: decimal(name.namer(keyUpdateRequests)),
  mode: decimal(name.namer(heartbeatModes)),
  srtp_protection_profile: hexadecimal(name.namer(srtpProtectionProfiles, 4)),
  ticket_lifetime: seconds,
  'eap.code': decimal(name.namer(eapCodes)),
}

/** `path` is the field's whole path: where a name means several things, the nearest structure around it decides. */
export function describeNumber(path: string, value: number | bigint): string {
  if (typeof value === 'bigint') return String(value)
  const structures = path.split('.')
  const field = structures.pop() ?? ''
  const around = structures.findLast((structure) => `${structure}.${field}` in meanings)
  const describe = meanings[around === undefined ? field : `${around}.${field}`]
  return describe?.(value) ?? String(value)
}

/** Vectors whose bytes are text. */
const texts = new Set([
  'host_name',
  'protocol_name',
  'srp_I',
  'selected_protocol',
  'url',
  'psk_identity_hint',
  'psk_identity',
])

export function isText(path: string): boolean {
  return texts.has(path.slice(path.lastIndexOf('.') + 1))
}

/** Six bytes that are an address of the link. */
export function isMac(path: string): boolean {
  return path === 'eth.dst' || path === 'eth.src'
}
