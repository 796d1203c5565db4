// Which plaintext protocol bytes belong to: told by how its first message looks. What a TLS peer got instead of TLS.

import { textOf } from './upgrades/dialogue.ts'

/** Expressions over the first bytes, one character a byte. The first that fits names the protocol. */
const signs: readonly [name: string, sign: RegExp][] = [
  ['HTTP/2', /^PRI \* HTTP\/2\.0\r\n/],
  ['HTTP/2', /^\0\0[\0-\x40]\x04\0\0\0\0\0/],
  ['RTSP', /^(RTSP\/1\.0 \d{3}|[A-Z_]{3,16} rtsps?:\S* RTSP\/1\.0)/],
  ['SIP', /^(SIP\/2\.0 \d{3}|[A-Z]{3,10} sips?:\S+ SIP\/2\.0)/],
  ['HTTP', /^(HTTP\/1\.[01] \d{3}|ICY \d{3}|[A-Z]{3,16} \S{1,2000} HTTP\/1\.[01]\r?\n)/],
  ['HTTP', /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE) \S/],
  ['HTTP', /^\s*<(!doctype html|html)\b/i],
  ['PROXY protocol', /^(PROXY (TCP4|TCP6|UNKNOWN)|\r\n\r\n\0\r\nQUIT\n)/],
  ['SSH', /^SSH-[12]\.\d+-/],
  ['VNC', /^RFB \d{3}\.\d{3}\n/],
  ['XMPP', /^(<\?xml [^>]*>\s*)?<stream:stream\b/],
  ['FTP', /^220[ -].*\bftp/i],
  ['SMTP', /^(220|421|554)[ -].*(\bE?SMTP|\bmail|\bMX\b|postfix|exim|sendmail)/i],
  ['SMTP', /^(EHLO|HELO|LHLO) /i],
  ['SMTP', /^(220|421|554|50[0-4])[ -]\S*\.\S+/],
  ['FTP', /^(220|421|530|500)[ -]/],
  ['IMAP', /^\* (OK|PREAUTH|BYE)\b/i],
  [
    'POP3',
    /^(\+OK\b.*(POP|ready|server|<\S+@\S+>)|-ERR\b(?! (unknown command|wrong number|value|syntax|Protocol|max number)))/i,
  ],
  [
    'Redis',
    /^(-(ERR|NOAUTH|DENIED|WRONGPASS|LOADING|MISCONF)\b|\*\d+\r\n\$\d+\r\n|\+PONG\r\n|\$\d+\r\n)/,
  ],
  ['POP3', /^\+OK/],
  ['NNTP', /^20[01] .*(nntp|news|posting|innd)/i],
  ['ManageSieve', /^"(IMPLEMENTATION|SASL|SIEVE|VERSION)"/i],
  ['IRC', /^(:\S+ (NOTICE|\d{3}|CAP) |NOTICE (AUTH|\*) |ERROR :|CAP LS\b|NICK \S)/],
  ['memcached', /^(ERROR|CLIENT_ERROR .*|VERSION \d\S*|STAT \S+ .*)\r\n/],
  ['MySQL', /^[^]{2}\0\0\x0a\d{1,2}\.\d/],
  ['MySQL', /^[^]{2}\0\0\xff[^]{2}(#[0-9A-Z]{5}|Host |Too many)/],
  ['PostgreSQL', /^(\0\0\0\x08\x04\xd2\x16[\x2e-\x30]|\0\0[\0-\x27][^]\0\x03\0[\0-\x02]\w)/],
  ['PostgreSQL', /^E\0\0[^]{2}S(V?FATAL|ERROR)\0/],
  ['PostgreSQL', /^R\0\0\0[\x08-\x40]\0\0\0[\0-\x0c]/],
  ['TDS', /^\x12\x01\0[^]\0\0[^]\0\0\0/],
  ['TDS', /^\x04\x01\0[^][^]{2}\x01\0\0\0/],
  ['RDP', /^\x03\0\0[^][^][\xe0\xd0]\0\0/],
  ['Modbus', /^[^]{2}\0\0\0[\x02-\xff][^][\x01-\x2b\x81-\xab]$/],
  ['AMQP', /^AMQP[\0-\x03][\0\x01][\0\x09][\0-\x09]/],
  ['MQTT', /^\x10[^]{1,2}\0(\x04MQTT|\x06MQIsdp)/],
  ['MQTT', /^\x20\x02[\0\x01][\0-\x05]$/],
  ['SOCKS5', /^\x05([\x01-\x04]?[\0\x02]|\xff)/],
  ['SOCKS4', /^(\x04\x01[^]{6}|\0[\x5a-\x5d][^]{6}$)/],
  ['SMB', /^\0\0[^]{2}[\xff\xfe]SMB/],
  ['LDAP', /^\x30(\x84[^]{4}|[\x05-\x7f]|\x81[^]|\x82[^]{2})\x02[\x01-\x04][^]{1,4}[\x60-\x79]/],
  ['NATS', /^(INFO \{|CONNECT \{|-ERR ')/],
  ['MongoDB', /^[^]{2}\0\0[^]{8}(\xd4\x07|\xdd\x07|\x01\0)\0\0/],
  ['BitTorrent', /^\x13BitTorrent protocol/],
  ['DNS', /^\0[^][^]{2}[\x01\x81-\x85][^]\0\x01\0/],
  ['telnet', /^\xff[\xfb-\xfe][\0-\x2f](\xff|$)/],
  ['telnet', /^(\r?\n)*[^\0]{0,200}\b(login|username|password) ?: ?$/i],
]

/** How far into the bytes the signs look. */
const lookedAt = 256

/** The protocol's name, or null. Bytes that are TLS answer null. */
export function guessProtocol(bytes: Uint8Array): string | null {
  const text = textOf(bytes.subarray(0, lookedAt))
  for (const [name, sign] of signs) if (sign.test(text)) return name
  return null
}
