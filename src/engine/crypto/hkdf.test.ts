// Secrets and keys of the simple handshake in RFC 8448 §3.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expandLabel } from './hkdf.ts'
import { hex, unhex } from './octets.ts'

const server = unhex('b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38')
const client = unhex('b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21')

const expansions: [secret: Uint8Array, label: string, length: number, expected: string][] = [
  [server, 'key', 16, '3fce516009c21727d0f2e4e86ee403bc'],
  [server, 'iv', 12, '5d313eb2671276ee13000b30'],
  [server, 'finished', 32, '008d3b66f816ea559f96b537e885c31fc068bf492c652f01f288a1d8cdc19fc8'],
  [client, 'key', 16, 'dbfaa693d1762c5b666af5d950258d01'],
  [client, 'iv', 12, '5bd3c71b836e0b76bb73265f'],
]
for (const [secret, label, length, expected] of expansions) {
  test(`expand label: ${label} of ${length} bytes is ${expected}`, () =>
    assert.equal(hex(expandLabel('sha256', secret, label, length)), expected))
}

test('expand label: DTLS has a label prefix of its own', () => {
  const none = new Uint8Array(0)
  const dtls = expandLabel('sha256', server, 'key', 16, none, 'dtls13')
  assert.notEqual(hex(dtls), '3fce516009c21727d0f2e4e86ee403bc')
})
