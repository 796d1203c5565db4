import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concatBytes, hex, u16, unhex } from '../crypto/octets.ts'
import { findHelloFacts, isRetry, isV2Hello, negotiatedVersion } from './hello-facts.ts'

const random = '5a'.repeat(32)

function message(type: number, body: string): Uint8Array {
  const bytes = unhex(body)
  return concatBytes(Uint8Array.of(type, 0), u16(bytes.length), bytes)
}

const client = message(1, `0303 ${random} 02abcd 0004 1301c02f 0100 0009 0017 0000 002a 0001ff`)
const server = message(2, `0303 ${random} 00 1301 00 0006 002b 0002 0304`)

test('client hello: what it offers', () => {
  const facts = findHelloFacts(client)!
  assert.equal(hex(facts.random), random)
  assert.equal(hex(facts.sessionId), 'abcd')
  assert.deepEqual(facts.suites, [0x1301, 0xc02f])
  assert.deepEqual([...facts.extensions.keys()], [23, 42])
})

test('client hello of DTLS: a cookie stands before the suites', () => {
  const hello = message(1, `fefd ${random} 00 03aabbcc 0002 c02b 0100`)
  assert.deepEqual(findHelloFacts(hello)?.suites, [0xc02b])
})

test('server hello: the version is the one of supported_versions where there is one', () => {
  assert.equal(negotiatedVersion(findHelloFacts(server)!), 0x0304)
  const old = message(2, `0302 ${random} 00 002f 00`)
  assert.equal(negotiatedVersion(findHelloFacts(old)!), 0x0302)
  assert.equal(isRetry(findHelloFacts(server)!), false)
})

test('server hello that asks for another hello', () => {
  const special = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'
  assert.equal(isRetry(findHelloFacts(message(2, `0303 ${special} 00 1301 00`))!), true)
})

test('hello in the form of SSL 2.0: the challenge is the random, to the right', () => {
  const challenge = '0102030405060708090a0b0c0d0e0f10'
  const hello = unhex(`01 0300 0003 0000 0010 00002f ${challenge}`)
  assert.equal(isV2Hello(hello), true)
  assert.equal(isV2Hello(client), false)
  const facts = findHelloFacts(hello)!
  assert.equal(facts.version, 0x0300)
  assert.equal(hex(facts.random), '00'.repeat(16) + challenge)
})

for (const [name, whole, fixed] of [
  ['client', client, 49],
  ['server', server, 42],
] as const) {
  test(`${name} hello: cut before its extensions it is none, cut in them it keeps the whole ones`, () => {
    for (let length = 0; length < whole.length; length++) {
      const facts = findHelloFacts(whole.subarray(0, length))
      assert.equal(facts === null, length < fixed, `cut at ${length}`)
    }
  })
}
