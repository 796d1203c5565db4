// Made by tools/registries.ts from data/registries/versions.tsv. Don't edit: run `npm run registries`.

export const versions = {
  'SSL 2.0': 0x0002,
  'SSL 3.0': 0x0300,
  'TLS 1.0': 0x0301,
  'TLS 1.1': 0x0302,
  'TLS 1.2': 0x0303,
  'TLS 1.3': 0x0304,
  'TLCP 1.1 (GMTLS)': 0x0101,
  'DTLS 1.0 (OpenSSL before 0.9.8f)': 0x0100,
  'DTLS 1.0': 0xFEFF,
  'DTLS 1.2': 0xFEFD,
  'DTLS 1.3': 0xFEFC,
  'TLS 1.3 (draft 14)': 0x7F0E,
  'TLS 1.3 (draft 15)': 0x7F0F,
  'TLS 1.3 (draft 16)': 0x7F10,
  'TLS 1.3 (draft 17)': 0x7F11,
  'TLS 1.3 (draft 18)': 0x7F12,
  'TLS 1.3 (draft 19)': 0x7F13,
  'TLS 1.3 (draft 20)': 0x7F14,
  'TLS 1.3 (draft 21)': 0x7F15,
  'TLS 1.3 (draft 22)': 0x7F16,
  'TLS 1.3 (draft 23)': 0x7F17,
  'TLS 1.3 (draft 24)': 0x7F18,
  'TLS 1.3 (draft 25)': 0x7F19,
  'TLS 1.3 (draft 26)': 0x7F1A,
  'TLS 1.3 (draft 27)': 0x7F1B,
  'TLS 1.3 (draft 28)': 0x7F1C,
  'TLS 1.3 (Facebook draft 23)': 0xFB17,
  'TLS 1.3 (Facebook draft 26)': 0xFB1A,
  'TLS 1.3 (Google experiment)': 0x7E01,
  'TLS 1.3 (Google experiment 2)': 0x7E02,
} as const

export interface VersionRow {
  readonly codepoint: number
  readonly name: string
  readonly opensslName: string
  readonly year: string
  readonly reference: string
  readonly note: string
}

export const versionRows: readonly VersionRow[] = [
  { codepoint: 0x0002, name: 'SSL 2.0', opensslName: 'SSLv2', year: '1995', reference: 'RFC 6176 (prohibited)', note: 'Only as ClientHello version in the SSL 2.0 format.' },
  { codepoint: 0x0300, name: 'SSL 3.0', opensslName: 'SSLv3', year: '1996', reference: 'RFC 6101; RFC 7568 (prohibited)', note: '' },
  { codepoint: 0x0301, name: 'TLS 1.0', opensslName: 'TLSv1', year: '1999', reference: 'RFC 2246; RFC 8996 (deprecated)', note: 'Also the record version of most first ClientHellos.' },
  { codepoint: 0x0302, name: 'TLS 1.1', opensslName: 'TLSv1.1', year: '2006', reference: 'RFC 4346; RFC 8996 (deprecated)', note: '' },
  { codepoint: 0x0303, name: 'TLS 1.2', opensslName: 'TLSv1.2', year: '2008', reference: 'RFC 5246', note: 'Also the legacy_version of TLS 1.3 hellos.' },
  { codepoint: 0x0304, name: 'TLS 1.3', opensslName: 'TLSv1.3', year: '2018', reference: 'RFC 8446; RFC 9846', note: 'Stands in supported_versions, never in the record header.' },
  { codepoint: 0x0101, name: 'TLCP 1.1 (GMTLS)', opensslName: 'TLCP', year: '2014', reference: 'GM/T 0024; GB/T 38636-2020', note: 'Chinese national profile.' },
  { codepoint: 0x0100, name: 'DTLS 1.0 (OpenSSL before 0.9.8f)', opensslName: 'DTLS1_BAD_VER', year: '', reference: 'OpenSSL, Cisco AnyConnect', note: '' },
  { codepoint: 0xFEFF, name: 'DTLS 1.0', opensslName: 'DTLSv1', year: '2006', reference: 'RFC 4347; RFC 8996 (deprecated)', note: 'One\'s complement of 1.0.' },
  { codepoint: 0xFEFD, name: 'DTLS 1.2', opensslName: 'DTLSv1.2', year: '2012', reference: 'RFC 6347', note: '' },
  { codepoint: 0xFEFC, name: 'DTLS 1.3', opensslName: 'DTLSv1.3', year: '2022', reference: 'RFC 9147', note: 'In supported_versions.' },
  { codepoint: 0x7F0E, name: 'TLS 1.3 (draft 14)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-14', note: '' },
  { codepoint: 0x7F0F, name: 'TLS 1.3 (draft 15)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-15', note: '' },
  { codepoint: 0x7F10, name: 'TLS 1.3 (draft 16)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-16', note: '' },
  { codepoint: 0x7F11, name: 'TLS 1.3 (draft 17)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-17', note: '' },
  { codepoint: 0x7F12, name: 'TLS 1.3 (draft 18)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-18', note: '' },
  { codepoint: 0x7F13, name: 'TLS 1.3 (draft 19)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-19', note: '' },
  { codepoint: 0x7F14, name: 'TLS 1.3 (draft 20)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-20', note: '' },
  { codepoint: 0x7F15, name: 'TLS 1.3 (draft 21)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-21', note: '' },
  { codepoint: 0x7F16, name: 'TLS 1.3 (draft 22)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-22', note: '' },
  { codepoint: 0x7F17, name: 'TLS 1.3 (draft 23)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-23', note: '' },
  { codepoint: 0x7F18, name: 'TLS 1.3 (draft 24)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-24', note: '' },
  { codepoint: 0x7F19, name: 'TLS 1.3 (draft 25)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-25', note: '' },
  { codepoint: 0x7F1A, name: 'TLS 1.3 (draft 26)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-26', note: '' },
  { codepoint: 0x7F1B, name: 'TLS 1.3 (draft 27)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-27', note: '' },
  { codepoint: 0x7F1C, name: 'TLS 1.3 (draft 28)', opensslName: '', year: '2014-2018', reference: 'draft-ietf-tls-tls13-28', note: '' },
  { codepoint: 0xFB17, name: 'TLS 1.3 (Facebook draft 23)', opensslName: '', year: '2018', reference: 'Fizz', note: '' },
  { codepoint: 0xFB1A, name: 'TLS 1.3 (Facebook draft 26)', opensslName: '', year: '2018', reference: 'Fizz', note: '' },
  { codepoint: 0x7E01, name: 'TLS 1.3 (Google experiment)', opensslName: '', year: '2017', reference: 'BoringSSL', note: '' },
  { codepoint: 0x7E02, name: 'TLS 1.3 (Google experiment 2)', opensslName: '', year: '2017', reference: 'BoringSSL', note: '' },
]
