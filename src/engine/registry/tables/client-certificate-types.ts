// Made by tools/registries.ts from data/registries/client-certificate-types.tsv. Don't edit: run `npm run registries`.

export const clientCertificateTypes = {
  rsa_sign: 1,
  dss_sign: 2,
  rsa_fixed_dh: 3,
  dss_fixed_dh: 4,
  rsa_ephemeral_dh_RESERVED: 5,
  dss_ephemeral_dh_RESERVED: 6,
  fortezza_dms_RESERVED: 20,
  'gostr34102001 (old number: GOST R 34.10-94)': 21,
  gostr34102001: 22,
  ecdsa_sign: 64,
  rsa_fixed_ecdh: 65,
  ecdsa_fixed_ecdh: 66,
  gost_sign256: 67,
  gost_sign512: 68,
  ibc_params: 80,
  'gost_sign256 (old number)': 238,
  'gost_sign512 (old number)': 239,
} as const

export interface ClientCertificateTypeRow {
  readonly codepoint: number
  readonly name: string
  readonly key: string
  readonly versions: string
  readonly reference: string
}

export const clientCertificateTypeRows: readonly ClientCertificateTypeRow[] = [
  { codepoint: 1, name: 'rsa_sign', key: 'RSA key that signs', versions: 'SSL 3.0-TLS 1.2', reference: 'RFC 5246 7.4.4' },
  { codepoint: 2, name: 'dss_sign', key: 'DSA key', versions: 'SSL 3.0-TLS 1.2', reference: 'RFC 5246 7.4.4' },
  { codepoint: 3, name: 'rsa_fixed_dh', key: 'static DH, RSA signed', versions: 'SSL 3.0-TLS 1.2', reference: 'RFC 5246 7.4.4' },
  { codepoint: 4, name: 'dss_fixed_dh', key: 'static DH, DSA signed', versions: 'SSL 3.0-TLS 1.2', reference: 'RFC 5246 7.4.4' },
  { codepoint: 5, name: 'rsa_ephemeral_dh_RESERVED', key: 'SSL 3.0 only', versions: 'SSL 3.0', reference: 'RFC 5246 7.4.4' },
  { codepoint: 6, name: 'dss_ephemeral_dh_RESERVED', key: 'SSL 3.0 only', versions: 'SSL 3.0', reference: 'RFC 5246 7.4.4' },
  { codepoint: 20, name: 'fortezza_dms_RESERVED', key: 'Fortezza', versions: 'SSL 3.0', reference: 'RFC 5246 7.4.4' },
  { codepoint: 21, name: 'gostr34102001 (old number: GOST R 34.10-94)', key: 'GOST', versions: 'TLS 1.0-1.2', reference: 'draft-chudov-cryptopro-cptls' },
  { codepoint: 22, name: 'gostr34102001', key: 'GOST R 34.10-2001', versions: 'TLS 1.0-1.2', reference: 'draft-chudov-cryptopro-cptls; OpenSSL GOST engine' },
  { codepoint: 64, name: 'ecdsa_sign', key: 'EC or EdDSA key that signs', versions: 'TLS 1.0-1.2', reference: 'RFC 8422 5.5' },
  { codepoint: 65, name: 'rsa_fixed_ecdh', key: 'static ECDH, RSA signed', versions: 'TLS 1.0-1.2', reference: 'RFC 8422 5.5' },
  { codepoint: 66, name: 'ecdsa_fixed_ecdh', key: 'static ECDH, ECDSA signed', versions: 'TLS 1.0-1.2', reference: 'RFC 8422 5.5' },
  { codepoint: 67, name: 'gost_sign256', key: 'GOST R 34.10-2012, 256 bits', versions: 'TLS 1.2', reference: 'RFC 9189 4.6' },
  { codepoint: 68, name: 'gost_sign512', key: 'GOST R 34.10-2012, 512 bits', versions: 'TLS 1.2', reference: 'RFC 9189 4.6' },
  { codepoint: 80, name: 'ibc_params', key: 'identity based', versions: 'TLCP', reference: 'GM/T 0024-2014' },
  { codepoint: 238, name: 'gost_sign256 (old number)', key: 'GOST R 34.10-2012, 256 bits', versions: 'TLS 1.2', reference: 'draft-smyshlyaev-tls12-gost-suites' },
  { codepoint: 239, name: 'gost_sign512 (old number)', key: 'GOST R 34.10-2012, 512 bits', versions: 'TLS 1.2', reference: 'draft-smyshlyaev-tls12-gost-suites' },
]
