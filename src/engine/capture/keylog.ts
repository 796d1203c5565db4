// Key logs in the format that NSS began and everybody writes: one secret per line, named by the
// client random of its connection. https://datatracker.ietf.org/doc/html/draft-ietf-tls-keylogfile

/** Secrets by label (`CLIENT_RANDOM`, `SERVER_HANDSHAKE_TRAFFIC_SECRET`, …), then by client random. */
export interface KeyLog {
  /** label → client random in lower-case hex → secret. */
  readonly secrets: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>
  /** First 8 bytes of the encrypted premaster secret in hex → premaster secret (lines `RSA`). */
  readonly premasters: ReadonlyMap<string, Uint8Array>
  /** Session ID in hex → master secret (lines `RSA Session-ID:… Master-Key:…`, as `s_client` prints). */
  readonly sessions: ReadonlyMap<string, Uint8Array>
  /** Secrets of all kinds that were kept. */
  readonly count: number
  readonly problems: readonly KeyLogProblem[]
  /** Bad lines, those beyond `problems` included. */
  readonly badLines: number
}

/** A line that could not be used; the first line is 1. */
export interface KeyLogProblem {
  readonly line: number
  readonly message: string
}

// A busy proxy logs five secrets a connection: room for 400,000 connections, some 400 MB.
const maxSecrets = 2_000_000
// Enough to show a person what kind of file it is.
const maxProblems = 100
// The longest that anybody logs is an ECHConfig; post-quantum premaster secrets stay far below.
const maxSecretBytes = 4096

const labelForm = /^[A-Z][A-Z0-9_]{1,63}$/
const hexForm = /^(?:[0-9A-Fa-f]{2})+$/
const opensslForm = /^RSA\s+Session-ID:([0-9A-Fa-f]*)\s+Master-Key:([0-9A-Fa-f]+)$/

/** Reads a whole key log. Never throws: lines that make no sense become problems, the rest is kept. */
export function parseKeyLog(text: string): KeyLog {
  const log = new Growing()
  let line = 0
  for (let from = 0; from < text.length;) {
    let to = text.indexOf('\n', from)
    if (to < 0) to = text.length
    line++
    // A line longer than any secret is not worth copying.
    const content = text.slice(from, Math.min(to, from + 3 * maxSecretBytes)).trim()
    from = to + 1
    // The byte order mark that Windows' editors put in front counts as white space for trim().
    if (content === '' || content.startsWith('#')) continue
    const fault = log.add(content)
    if (fault !== null) log.refuse(line, fault)
  }
  return log
}

/** Whether text looks like a key log: its first line with something on it has the form of one. */
export function isKeyLog(text: string): boolean {
  const first = text.split(/\r?\n/, 50).find((line) => line.trim() !== '' && !line.startsWith('#'))
  return (
    first !== undefined &&
    /^\s*[A-Z][A-Z0-9_]{1,63} [0-9A-Fa-f]{16,64} [0-9A-Fa-f]{32,}/.test(first)
  )
}

class Growing implements KeyLog {
  readonly secrets = new Map<string, Map<string, Uint8Array>>()
  readonly premasters = new Map<string, Uint8Array>()
  readonly sessions = new Map<string, Uint8Array>()
  readonly problems: KeyLogProblem[] = []
  count = 0
  badLines = 0

  /** Keeps one line's secret, or says what is wrong with the line. */
  add(content: string): string | null {
    if (this.count >= maxSecrets) return `more than ${maxSecrets} secrets: not kept`
    const openssl = opensslForm.exec(content)
    if (openssl !== null) return this.keep(this.sessions, openssl[1]!, openssl[2]!)
    const [label = '', key = '', secret, ...rest] = content.split(/\s+/)
    if (!labelForm.test(label)) return 'does not begin with a label such as CLIENT_RANDOM'
    if (secret === undefined) return `${label}: a label, an identifier and a secret are expected`
    if (rest.length > 0) return `${label}: something follows the secret`
    if (label === 'RSA') {
      if (key.length !== 16) return 'RSA: 8 bytes of the encrypted premaster secret are expected'
      return this.keep(this.premasters, key, secret)
    }
    if (key.length !== 64) return `${label}: a client random of 32 bytes is expected`
    const byRandom = this.secrets.get(label) ?? new Map<string, Uint8Array>()
    this.secrets.set(label, byRandom)
    return this.keep(byRandom, key, secret)
  }

  refuse(line: number, message: string): void {
    this.badLines++
    if (this.problems.length < maxProblems) this.problems.push({ line, message })
  }

  private keep(into: Map<string, Uint8Array>, key: string, secret: string): string | null {
    if (!hexForm.test(key)) return 'the identifier is not hexadecimal'
    if (!hexForm.test(secret)) return 'the secret is not hexadecimal'
    if (secret.length > 2 * maxSecretBytes)
      return `the secret is longer than ${maxSecretBytes} bytes`
    const name = key.toLowerCase()
    if (!into.has(name)) this.count++
    into.set(name, parseHex(secret))
    return null
  }
}

function parseHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}
