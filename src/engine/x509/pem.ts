// PEM: binary structures as text between lines of dashes. RFC 7468.

export interface PemBlock {
  /** `CERTIFICATE`, `X509 CRL` … */
  readonly label: string
  readonly bytes: Uint8Array
}

/** Every block of the text, in order; what stands between them is skipped, as is a block that is no base64. */
export function parsePem(text: string): PemBlock[] {
  const blocks: PemBlock[] = []
  for (const [, label = '', body = ''] of text.matchAll(block)) {
    const bytes = decodeBase64(body.replace(/\s+/g, ''))
    if (bytes !== null) blocks.push({ label, bytes })
  }
  return blocks
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = new Map(Array.from(alphabet, (letter, value) => [letter, value]))

/** Null for text that is no base64. */
export function decodeBase64(text: string): Uint8Array | null {
  const bare = text.replace(/=+$/, '')
  if (bare.length % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (const letter of bare) {
    const value = values.get(letter)
    if (value === undefined) return null
    bits = ((bits << 6) | value) & 0xfff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at++] = (bits >> held) & 0xff
  }
  return bytes
}
