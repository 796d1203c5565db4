import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPlaintext } from './plaintext.ts'

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => parseInt(pair, 16))
const text = (line: string) => Uint8Array.from(line, (char) => char.charCodeAt(0))

const starts: readonly (readonly [what: string, bytes: Uint8Array, protocol: string | null])[] = [
  ['a request of HTTP', text('GET / HTTP/1.1\r\n'), 'HTTP'],
  ['a command of Redis', text('*1\r\n$4\r\nPING\r\n'), 'Redis'],
  ['a CONNECT of MQTT 3.1.1', bytes('101000044d5154540402003c000461626364'), 'MQTT'],
  ['a CONNECT of MQTT 3.1', bytes('101200064d51497364700302003c000461626364'), 'MQTT'],
  ['a long CONNECT of MQTT', bytes('10810100044d5154540402003c'), 'MQTT'],
  ['a bind of LDAP', bytes('300c020101600702010304008000'), 'LDAP'],
  ['a search of LDAP, as Windows writes lengths', bytes('308400000040020102638400000037'), 'LDAP'],
  ['a StartTLS request of LDAP', bytes('301d02010177188016312e332e362e31'), 'LDAP'],
  ['a certificate', bytes('30820122300d06092a864886f70d0101'), null],
  ['a key of a curve', bytes('3059301306072a8648ce3d020106082a'), null],
  ['a record of TLS', bytes('17030300280000000000000000'), null],
  ['garbage', bytes('c8c9cacbcccdcecf'), null],
]
for (const [what, start, protocol] of starts) {
  test(`plaintext: ${what}`, () => assert.equal(findPlaintext(start), protocol))
}
