// DTLS 1.3 and connection IDs, which few stacks speak yet: records sealed here by the RFCs and opened again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gcm } from '@noble/ciphers/aes.js'
import { parseKeyLog } from '../capture/keylog.ts'
import { expandLabel } from '../crypto/hkdf.ts'
import { makeMask } from '../crypto/mask.ts'
import { concatBytes, hex, u16, u64, unhex, xorNonce } from '../crypto/octets.ts'
import { derive } from '../crypto/prf.ts'
import { readDtlsRecord } from '../dtls/record.ts'
import { Cursor } from '../wire/cursor.ts'
import { KeyRing } from './keyring.ts'
import type { DtlsOpener, OpenedDatagramRecord } from './opener-dtls.ts'

const random = new Uint8Array(32).fill(0xc1)
const serverRandom = new Uint8Array(32).fill(0x5e)
const secret = new Uint8Array(32).fill(0x42)
const none = new Uint8Array(0)

function message(type: number, body: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(type, 0), u16(body.length), body)
}

function clientHello(): Uint8Array {
  return message(1, concatBytes(unhex('fefd'), random, unhex('00 00 0004 1301c02b 0100')))
}

function serverHello(suite: string, extensions: string): Uint8Array {
  const list = unhex(extensions)
  const body = concatBytes(unhex('fefd'), serverRandom, unhex(`00 ${suite} 00`), u16(list.length))
  return message(2, concatBytes(body, list))
}

function opened(opener: DtlsOpener, bytes: Uint8Array, idLength = 0): OpenedDatagramRecord | null {
  return opener.open('client', readDtlsRecord(new Cursor(bytes), idLength), bytes)
}

function modern(labels: readonly string[]): DtlsOpener {
  const lines = labels.map((label) => `${label} ${hex(random)} ${hex(secret)}`)
  const ring = new KeyRing({ keyLogs: [parseKeyLog(lines.join('\n'))] })
  const opener = ring.dtlsOpenerFor()
  opener.handshake('client', clientHello(), 0)
  opener.handshake('server', serverHello('1301', '002b 0002 fefc'), 0)
  return opener
}

interface Sealing {
  readonly secret: Uint8Array
  readonly epoch: number
  readonly sequence: number
  readonly id?: Uint8Array
  readonly wide?: boolean
  readonly withLength?: boolean
}

/** RFC 9147 §4: what follows the content type is padding; the number is hidden last. */
function seal(text: Uint8Array, type: number, how: Sealing): Uint8Array {
  const { id = none, wide = true, withLength = true } = how
  const expand = (label: string, length: number): Uint8Array =>
    expandLabel('sha256', how.secret, label, length, none, 'dtls13')
  const inner = concatBytes(text, Uint8Array.of(type), new Uint8Array(5))
  const first =
    0x20 |
    (id.length > 0 ? 0x10 : 0) |
    (wide ? 0x08 : 0) |
    (withLength ? 0x04 : 0) |
    (how.epoch & 3)
  const number = wide ? u16(how.sequence & 0xffff) : Uint8Array.of(how.sequence & 0xff)
  const header = concatBytes(
    Uint8Array.of(first),
    id,
    number,
    withLength ? u16(inner.length + 16) : none,
  )
  const nonce = xorNonce(expand('iv', 12), how.sequence)
  const sealed = gcm(expand('key', 16), nonce, header).encrypt(inner)
  const mask = makeMask('aes-gcm', expand('sn', 16))(sealed.subarray(0, 16))
  for (let i = 0; i < number.length; i++) header[1 + id.length + i]! ^= mask[i]!
  return concatBytes(header, sealed)
}

const text = unhex('0102030405')

const forms: [name: string, how: Partial<Sealing>][] = [
  ['number of two bytes, with a length', {}],
  ['number of one byte, without a length', { wide: false, withLength: false }],
  ['a connection ID', { id: unhex('aabbcc') }],
]
for (const [name, how] of forms) {
  test(`DTLS 1.3, ${name}: opens, and its number is known in full`, () => {
    const opener = modern(['CLIENT_HANDSHAKE_TRAFFIC_SECRET'])
    const idLength = how.id?.length ?? 0
    for (const sequence of [0, 1, 100, 200, 300]) {
      const bytes = seal(text, 22, { secret, epoch: 2, sequence, ...how })
      const { plaintext, ...rest } = opened(opener, bytes, idLength)!
      assert.deepEqual(rest, { type: 22, epoch: 2, sequence })
      assert.deepEqual(Uint8Array.from(plaintext), text)
    }
  })

  test(`DTLS 1.3, ${name}: a bit changed in any byte is refused`, () => {
    const bytes = seal(text, 22, { secret, epoch: 2, sequence: 7, ...how })
    const idLength = how.id?.length ?? 0
    const sealedFrom = readDtlsRecord(new Cursor(bytes), idLength).payloadFrom
    for (let at = 1; at < bytes.length; at++) {
      // A changed length field makes another record of it, which the record layer judges.
      if (how.withLength !== false && (at === sealedFrom - 1 || at === sealedFrom - 2)) continue
      const changed = bytes.slice()
      changed[at]! ^= 0x10
      const opener = modern(['CLIENT_HANDSHAKE_TRAFFIC_SECRET'])
      assert.equal(opened(opener, changed, idLength), null, `byte ${at}`)
      assert.equal(opener.notes.match, 'misfit')
    }
  })
}

test('DTLS 1.3: a key update begins an epoch with keys of its own', () => {
  const opener = modern(['CLIENT_HANDSHAKE_TRAFFIC_SECRET', 'CLIENT_TRAFFIC_SECRET_0'])
  const before = seal(text, 23, { secret, epoch: 3, sequence: 0 })
  assert.equal(opened(opener, before)?.epoch, 3)
  opener.handshake('client', message(24, Uint8Array.of(0)), 5)
  const next = expandLabel('sha256', secret, 'traffic upd', 32, none, 'dtls13')
  assert.equal(opened(opener, seal(text, 23, { secret: next, epoch: 4, sequence: 0 }))?.epoch, 4)
  const overtaken = seal(text, 23, { secret, epoch: 3, sequence: 1 })
  assert.equal(opened(opener, overtaken)?.epoch, 3)
})

test('DTLS 1.3: a record too short to be sampled is left alone', () => {
  const opener = modern(['CLIENT_HANDSHAKE_TRAFFIC_SECRET'])
  assert.equal(
    opened(opener, unhex('2e0000000fffffffffffffffffffffffffffffff').subarray(0, 20)),
    null,
  )
  assert.equal(opener.notes.match, 'found')
})

test('DTLS 1.2: a record with a connection ID opens to its inner type', () => {
  const master = new Uint8Array(48).fill(3)
  const line = `CLIENT_RANDOM ${hex(random)} ${hex(master)}`
  const opener = new KeyRing({ keyLogs: [parseKeyLog(line)] }).dtlsOpenerFor()
  opener.handshake('client', clientHello(), 0)
  opener.handshake('server', serverHello('c02b', ''), 0)
  const seed = concatBytes(serverRandom, random)
  const block = derive('sha256', master, 'key expansion', seed, 2 * (16 + 4))
  const id = unhex('0a0b0c0d')
  const inner = concatBytes(text, Uint8Array.of(22, 0, 0))
  const counter = u64(5)
  counter.set(u16(1))
  const associated = concatBytes(
    unhex('ffffffffffffffff 19 04 19 fefd'),
    counter,
    id,
    u16(inner.length),
  )
  const nonce = concatBytes(block.subarray(32, 36), counter)
  const sealed = concatBytes(counter, gcm(block.subarray(0, 16), nonce, associated).encrypt(inner))
  const bytes = concatBytes(unhex('19fefd'), counter, id, u16(sealed.length), sealed)
  const record = opened(opener, bytes, id.length)!
  assert.deepEqual(
    { ...record, plaintext: hex(record.plaintext) },
    {
      type: 22,
      plaintext: hex(text),
      epoch: 1,
      sequence: 5,
    },
  )
  bytes[14]! ^= 1
  assert.equal(opened(opener, bytes, id.length), null, 'the ID is authenticated')
})
