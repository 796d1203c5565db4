// Protocols that can be told from the first bytes a side sends, where TLS was expected.

const starts: readonly (readonly [start: RegExp, protocol: string])[] = [
  [/^HTTP\/\d/, 'HTTP'],
  [/^(GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PRI) /, 'HTTP'],
  [/^(<!DOCTYPE|<html|<HTML)/, 'HTTP'],
  [/^220[ -].*(ftp|FTP)/, 'FTP'],
  [/^220[ -]/, 'SMTP'],
  [/^[45]\d\d[ -]/, 'SMTP or FTP'],
  [/^(EHLO|HELO|MAIL FROM)/i, 'SMTP'],
  [/^(USER|PASS|AUTH|FEAT)\b/i, 'FTP or POP3'],
  [/^(\+OK|-ERR)/, 'POP3 or Redis'],
  [/^\+PONG/, 'Redis'],
  [/^\* (OK|BYE|PREAUTH)/, 'IMAP'],
  [/^\S+ (LOGIN|CAPABILITY|NOOP|STARTTLS)\b/i, 'IMAP'],
  [/^SSH-\d/, 'SSH'],
  [/^RFB \d/, 'VNC'],
  [/^<\?xml|^<stream:/, 'XMPP'],
  [/^(INVITE|REGISTER|SUBSCRIBE|NOTIFY) sip:/, 'SIP'],
  [/^SIP\/2\.0/, 'SIP'],
  [/^RTSP\/1|^(DESCRIBE|SETUP) rtsp:/, 'RTSP'],
  [/^\*\d+\r\n\$/, 'Redis'],
  [/^(INFO|CONNECT) \{/, 'NATS'],
  [/^AMQP/, 'AMQP'],
  // A CONNECT: its type, how long it is, and the protocol's name.
  [/^\u0010[\s\S]{1,4}\u0000[\u0004\u0006]MQ/, 'MQTT'],
  // An LDAPMessage with a small number: a bind, a search, or an extended request.
  [/^0(?:[\u0000-\u007f]|\u0084[\s\S]{4})\u0002\u0001[\s\S][\u0060\u0063\u0077]/, 'LDAP'],
  [/^(NICK|USER|CAP) /, 'IRC'],
  [/^[\s\S]{4}\n\d+\.\d+/, 'MySQL'],
  [/^\u0003\u0000\u0000/, 'RDP'],
  [/^\u0000\u0000\u0000\u0008\u0004\u00d2\u0016\u002f/, 'PostgreSQL'],
  [/^[\u0004\u0005][\u0001-\u0010]/, 'SOCKS'],
  [/^\u00ff[\u00fb-\u00fe]/, 'Telnet'],
]

/** The protocol by its first bytes; `text` for lines of no known one; null for binary. */
export function findPlaintext(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 64))
  const known = starts.find(([pattern]) => pattern.test(start))
  if (known) return known[1]
  const readable = bytes.length >= 4 && bytes.subarray(0, 32).every(isText)
  return readable ? 'text' : null
}

/** The line that the bytes begin with, for people. */
export function firstLine(bytes: Uint8Array): string {
  const end = bytes.findIndex((byte) => byte === 0x0a || byte === 0x0d)
  const line = bytes.subarray(0, end < 0 ? 80 : Math.min(end, 80))
  return [...line].map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.')).join('')
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d
}
