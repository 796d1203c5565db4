// Made by tools/registries.ts from data/registries/schannel-alert-errors.tsv. Don't edit: run `npm run registries`.

export interface SchannelErrorRow {
  readonly alert: number | null
  readonly name: string
  readonly status: string
  readonly code: number
  readonly documented: boolean
}

export const schannelErrorRows: readonly SchannelErrorRow[] = [
  { alert: 10, name: 'unexpected_message', status: 'SEC_E_ILLEGAL_MESSAGE', code: 0x80090326, documented: true },
  { alert: 20, name: 'bad_record_mac', status: 'SEC_E_MESSAGE_ALTERED', code: 0x8009030F, documented: true },
  { alert: 21, name: 'decryption_failed', status: 'SEC_E_DECRYPT_FAILURE', code: 0x80090330, documented: true },
  { alert: 22, name: 'record_overflow', status: 'SEC_E_ILLEGAL_MESSAGE', code: 0x80090326, documented: true },
  { alert: 30, name: 'decompression_failure', status: 'SEC_E_MESSAGE_ALTERED', code: 0x8009030F, documented: true },
  { alert: 40, name: 'handshake_failure', status: 'SEC_E_ILLEGAL_MESSAGE', code: 0x80090326, documented: true },
  { alert: 42, name: 'bad_certificate', status: 'SEC_E_CERT_UNKNOWN', code: 0x80090327, documented: true },
  { alert: 43, name: 'unsupported_certificate', status: 'SEC_E_CERT_UNKNOWN', code: 0x80090327, documented: true },
  { alert: 44, name: 'certificate_revoked', status: 'CRYPT_E_REVOKED', code: 0x80092010, documented: true },
  { alert: 45, name: 'certificate_expired', status: 'SEC_E_CERT_EXPIRED', code: 0x80090328, documented: true },
  { alert: 46, name: 'certificate_unknown', status: 'SEC_E_CERT_UNKNOWN', code: 0x80090327, documented: true },
  { alert: 47, name: 'illegal_parameter', status: 'SEC_E_ILLEGAL_MESSAGE', code: 0x80090326, documented: true },
  { alert: 48, name: 'unknown_ca', status: 'SEC_E_UNTRUSTED_ROOT', code: 0x80090325, documented: true },
  { alert: 49, name: 'access_denied', status: 'SEC_E_LOGON_DENIED', code: 0x8009030C, documented: true },
  { alert: 50, name: 'decode_error', status: 'SEC_E_ILLEGAL_MESSAGE', code: 0x80090326, documented: true },
  { alert: 51, name: 'decrypt_error', status: 'SEC_E_DECRYPT_FAILURE', code: 0x80090330, documented: true },
  { alert: 60, name: 'export_restriction', status: 'SEC_E_ILLEGAL_MESSAGE', code: 0x80090326, documented: true },
  { alert: 70, name: 'protocol_version', status: 'SEC_E_UNSUPPORTED_FUNCTION', code: 0x80090302, documented: true },
  { alert: 71, name: 'insufficient_security', status: 'SEC_E_ALGORITHM_MISMATCH', code: 0x80090331, documented: true },
  { alert: 80, name: 'internal_error', status: 'SEC_E_INTERNAL_ERROR', code: 0x80090304, documented: true },
  { alert: 90, name: 'user_canceled', status: 'SEC_E_INTERNAL_ERROR', code: 0x80090304, documented: false },
  { alert: 100, name: 'no_renegotiation', status: 'SEC_E_ILLEGAL_MESSAGE', code: 0x80090326, documented: false },
  { alert: 110, name: 'unsupported_extension', status: 'SEC_E_ILLEGAL_MESSAGE', code: 0x80090326, documented: false },
]
