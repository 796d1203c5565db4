import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHandshake } from '../tls/handshake.ts'
import { selectedVersion } from '../tls/hello.ts'
import { fromHex } from '../wire/hex.ts'
import { readChoice } from './server-choice.ts'

const random = '5a'.repeat(32)
const retry = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'

const plain: [why: string, body: string][] = [
  ['TLS 1.3', `0303 ${random} 00 1301 00 0006 002b 0002 0304`],
  ['TLS 1.2 without extensions', `0303 ${random} 00 c02f 00`],
  [
    'TLS 1.2 with a session and extensions',
    `0303 ${random} 02 aabb c030 00 0009 ff01 0001 00 0017 0000`,
  ],
  ['TLS 1.0', `0301 ${random} 00 002f 00`],
]
for (const [why, body] of plain) {
  test(`reads what the full reader reads: ${why}`, () => {
    const bytes = fromHex(body)
    const header = Uint8Array.of(2, 0, bytes.length >> 8, bytes.length & 0xff)
    const { body: hello } = parseHandshake(Uint8Array.of(...header, ...bytes))
    assert.equal(hello?.kind, 'server_hello')
    const choice = readChoice(bytes, 0, bytes.length)
    assert.deepEqual([choice >> 16, choice & 0xffff], [selectedVersion(hello), hello.cipherSuite])
  })
}

const odd: [why: string, body: string][] = [
  ['a HelloRetryRequest', `0303 ${retry} 00 1301 00 0006 002b 0002 0304`],
  ['a session that is too long', `0303 ${random} 21 ${'00'.repeat(33)} 1301 00`],
  ['compression', `0303 ${random} 00 1301 01`],
  ['extensions that run over', `0303 ${random} 00 1301 00 0007 002b 0002 0304`],
  ['an extension that runs over', `0303 ${random} 00 1301 00 0006 002b 0003 0304`],
  ['bytes behind the extensions', `0303 ${random} 00 1301 00 0006 002b 0002 0304 00`],
  ['two versions', `0303 ${random} 00 1301 00 000c 002b 0002 0304 002b 0002 0303`],
]
for (const [why, body] of odd) {
  test(`leaves to the full reader: ${why}`, () => {
    const bytes = fromHex(body)
    assert.equal(readChoice(bytes, 0, bytes.length), -1)
  })
}

test('a hello that is cut anywhere inside is left to the full reader', () => {
  const bytes = fromHex(plain[0]![1])
  const withoutExtensions = 38
  for (let to = 0; to < bytes.length; to++)
    if (to !== withoutExtensions) assert.equal(readChoice(bytes, 0, to), -1, `cut at ${to}`)
})
