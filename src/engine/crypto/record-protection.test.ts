// Records that OpenSSL no longer makes (RC4, triple DES, SSL 3.0), sealed here by hand and opened again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desCipher } from './des.ts'
import { mac } from './hkdf.ts'
import { ascii, concatBytes, u64 } from './octets.ts'
import { derive, ssl3Mac, type Prf } from './prf.ts'
import { Rc4 } from './rc4.ts'
import { makeProtections, recordPrefix } from './record-protection.ts'
import { findSuite } from './suite.ts'

const master = Uint8Array.from({ length: 48 }, (_, i) => i)
const clientRandom = new Uint8Array(32).fill(1)
const serverRandom = new Uint8Array(32).fill(2)

function context(codepoint: number, version: number) {
  const prf: Prf = version === 0x0300 ? 'ssl3' : version < 0x0303 ? 'md5+sha1' : 'sha256'
  return {
    suite: findSuite(codepoint)!,
    prf,
    master,
    clientRandom,
    serverRandom,
    explicitIv: version >= 0x0302,
    encryptThenMac: false,
  }
}

function keyBlock(prf: Prf, length: number): Uint8Array {
  return derive(prf, master, 'key expansion', concatBytes(serverRandom, clientRandom), length)
}

const versions: [name: string, version: number][] = [
  ['SSL 3.0', 0x0300],
  ['TLS 1.0', 0x0301],
  ['TLS 1.2', 0x0303],
]
const texts = ['first', 'second record', ''].map(ascii)

for (const [name, version] of versions) {
  const authenticate = (key: Uint8Array, sequence: number, content: Uint8Array): Uint8Array => {
    const bytes = concatBytes(recordPrefix(u64(sequence), 23, version, content.length), content)
    return version === 0x0300 ? ssl3Mac('sha1', key, bytes) : mac('sha1', key, bytes)
  }
  const openAll = (codepoint: number, records: readonly Uint8Array[]): (Uint8Array | null)[] => {
    const { client } = makeProtections(context(codepoint, version))
    return records.map((payload, sequence) =>
      client.open({
        counter: u64(sequence),
        payload,
        associate: (length) => recordPrefix(u64(sequence), 23, version, length),
      }),
    )
  }

  const openLast = (codepoint: number, records: readonly Uint8Array[]): Uint8Array | null => {
    const { client } = makeProtections(context(codepoint, version))
    for (const payload of records.slice(0, -1)) client.pass(payload)
    const sequence = records.length - 1
    return client.open({
      counter: u64(sequence),
      payload: records[sequence]!,
      associate: (length) => recordPrefix(u64(sequence), 23, version, length),
    })
  }

  test(`${name}: RC4 and SHA-1, one keystream through all records`, () => {
    const { prf } = context(0x0005, version)
    const block = keyBlock(prf, 2 * (20 + 16))
    const stream = new Rc4(block.subarray(40, 56))
    const records = texts.map((text, sequence) =>
      stream.apply(concatBytes(text, authenticate(block.subarray(0, 20), sequence, text))),
    )
    assert.deepEqual(openAll(0x0005, records), texts)
    assert.deepEqual(openLast(0x0005, records), texts.at(-1))
    assert.deepEqual(openAll(0x0005, records.slice(1)), [null, null], 'a record is missing')
  })

  test(`${name}: triple DES and SHA-1`, () => {
    const { prf, explicitIv } = context(0x000a, version)
    const block = keyBlock(prf, 2 * (20 + 24 + (explicitIv ? 0 : 8)))
    const cipher = desCipher(block.subarray(40, 64))
    let chain = explicitIv ? new Uint8Array(8).fill(9) : block.subarray(88, 96)
    const records = texts.map((text, sequence) => {
      const bare = concatBytes(text, authenticate(block.subarray(0, 20), sequence, text))
      const count = 7 - (bare.length % 8)
      const clear = concatBytes(bare, new Uint8Array(count + 1).fill(count))
      const sealed: Uint8Array[] = explicitIv ? [chain] : []
      for (let at = 0; at < clear.length; at += 8) {
        chain = cipher.encrypt(clear.slice(at, at + 8).map((byte, i) => byte ^ chain[i]!))
        sealed.push(chain)
      }
      return concatBytes(...sealed)
    })
    assert.deepEqual(openAll(0x000a, records), texts)
    assert.deepEqual(openLast(0x000a, records), texts.at(-1))
    for (const [index, record] of records.entries())
      for (let length = 0; length < record.length; length++) {
        const cut = records.map((each, i) => (i === index ? record.subarray(0, length) : each))
        assert.equal(openAll(0x000a, cut)[index], null, `record ${index} cut at ${length}`)
      }
  })
}

const unknown: [why: string, codepoint: number][] = [
  ['an export suite', 0x0003],
  ['a signalling value', 0x00ff],
  ['a cipher that is not at hand', 0x0007],
  ['a codepoint of nobody', 0xeeee],
]
for (const [why, codepoint] of unknown) {
  test(`no suite for ${why}`, () => assert.equal(findSuite(codepoint), null))
}
