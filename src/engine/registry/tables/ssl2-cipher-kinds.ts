// Made by tools/registries.ts from data/registries/ssl2-cipher-kinds.tsv. Don't edit: run `npm run registries`.

export const ssl2CipherKinds = {
  SSL_CK_RC4_128_WITH_MD5: 0x010080,
  SSL_CK_RC4_128_EXPORT40_WITH_MD5: 0x020080,
  SSL_CK_RC2_128_CBC_WITH_MD5: 0x030080,
  SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5: 0x040080,
  SSL_CK_IDEA_128_CBC_WITH_MD5: 0x050080,
  SSL_CK_DES_64_CBC_WITH_MD5: 0x060040,
  SSL_CK_DES_64_CBC_WITH_SHA: 0x060140,
  SSL_CK_DES_192_EDE3_CBC_WITH_MD5: 0x0700C0,
  SSL_CK_DES_192_EDE3_CBC_WITH_SHA: 0x0701C0,
  SSL_CK_RC4_64_WITH_MD5: 0x080080,
  SSL_CK_DES_64_CFB64_WITH_MD5_1: 0xFF0800,
  SSL_CK_NULL: 0xFF0810,
  SSL_CK_NULL_WITH_MD5: 0x000000,
} as const

export interface Ssl2CipherKindRow {
  readonly codepoint: number
  readonly name: string
  readonly cipher: string
  readonly keyBits: number
  readonly secretBits: number
  readonly mac: string
  readonly opensslName: string
  readonly origin: string
}

export const ssl2CipherKindRows: readonly Ssl2CipherKindRow[] = [
  { codepoint: 0x010080, name: 'SSL_CK_RC4_128_WITH_MD5', cipher: 'RC4', keyBits: 128, secretBits: 128, mac: 'MD5', opensslName: 'RC4-MD5', origin: 'SSL 2.0' },
  { codepoint: 0x020080, name: 'SSL_CK_RC4_128_EXPORT40_WITH_MD5', cipher: 'RC4', keyBits: 128, secretBits: 40, mac: 'MD5', opensslName: 'EXP-RC4-MD5', origin: 'SSL 2.0' },
  { codepoint: 0x030080, name: 'SSL_CK_RC2_128_CBC_WITH_MD5', cipher: 'RC2-CBC', keyBits: 128, secretBits: 128, mac: 'MD5', opensslName: 'RC2-CBC-MD5', origin: 'SSL 2.0' },
  { codepoint: 0x040080, name: 'SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5', cipher: 'RC2-CBC', keyBits: 128, secretBits: 40, mac: 'MD5', opensslName: 'EXP-RC2-CBC-MD5', origin: 'SSL 2.0' },
  { codepoint: 0x050080, name: 'SSL_CK_IDEA_128_CBC_WITH_MD5', cipher: 'IDEA-CBC', keyBits: 128, secretBits: 128, mac: 'MD5', opensslName: 'IDEA-CBC-MD5', origin: 'SSL 2.0' },
  { codepoint: 0x060040, name: 'SSL_CK_DES_64_CBC_WITH_MD5', cipher: 'DES-CBC', keyBits: 64, secretBits: 56, mac: 'MD5', opensslName: 'DES-CBC-MD5', origin: 'SSL 2.0' },
  { codepoint: 0x060140, name: 'SSL_CK_DES_64_CBC_WITH_SHA', cipher: 'DES-CBC', keyBits: 64, secretBits: 56, mac: 'SHA', opensslName: 'DES-CBC-SHA', origin: 'SSLeay only' },
  { codepoint: 0x0700C0, name: 'SSL_CK_DES_192_EDE3_CBC_WITH_MD5', cipher: '3DES-CBC', keyBits: 192, secretBits: 168, mac: 'MD5', opensslName: 'DES-CBC3-MD5', origin: 'SSL 2.0' },
  { codepoint: 0x0701C0, name: 'SSL_CK_DES_192_EDE3_CBC_WITH_SHA', cipher: '3DES-CBC', keyBits: 192, secretBits: 168, mac: 'SHA', opensslName: 'DES-CBC3-SHA', origin: 'SSLeay only' },
  { codepoint: 0x080080, name: 'SSL_CK_RC4_64_WITH_MD5', cipher: 'RC4', keyBits: 128, secretBits: 64, mac: 'MD5', opensslName: 'RC4-64-MD5', origin: 'MS hack (SSLeay)' },
  { codepoint: 0xFF0800, name: 'SSL_CK_DES_64_CFB64_WITH_MD5_1', cipher: 'DES-CFB64', keyBits: 64, secretBits: 56, mac: 'MD5', opensslName: 'DES-CFB-M1', origin: 'SSLeay only' },
  { codepoint: 0xFF0810, name: 'SSL_CK_NULL', cipher: 'NULL', keyBits: 0, secretBits: 0, mac: 'none', opensslName: 'NULL', origin: 'SSLeay only' },
  { codepoint: 0x000000, name: 'SSL_CK_NULL_WITH_MD5', cipher: 'NULL', keyBits: 0, secretBits: 0, mac: 'MD5', opensslName: 'NULL-MD5', origin: 'SSLeay only' },
]
