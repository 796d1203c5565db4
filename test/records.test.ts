// Real conversations of every kind of protection, opened with the keys that belong to them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyRing } from '../src/engine/session/keyring.ts'
import { loadRecordings, replay, type RawRecord } from './records.ts'

const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('latin1')

for (const { name, what, makeRing, connections } of loadRecordings()) {
  test(`${name}: ${what}`, async () => {
    const ring = await makeRing()
    for (const records of connections) {
      const { notes, closed } = replay(records, ring)
      assert.deepEqual(closed, [], 'every record opens')
      assert.deepEqual(notes.finished, { client: true, server: true })
      assert.equal(notes.match, 'found')
      assert.deepEqual(notes.notes, [])
      assert.match(text(notes.applicationStart.client), /^hello /)
      assert.match(text(notes.applicationStart.server), /^hello from server/)
    }
  })

  test(`${name}: a changed record stays closed, and is told`, async () => {
    const records = connections[0]!
    const { sealed } = replay(records, await makeRing())
    for (const index of sealed) {
      const { payload } = records[index]!
      for (const at of [0, payload.length >> 1, payload.length - 1]) {
        const { notes, closed } = replay(changed(records, index, at), await makeRing())
        assert.ok(closed.includes(index), `record ${index}, byte ${at}`)
        assert.notEqual(notes.match, 'found')
        assert.ok(notes.notes.some((note) => /does not|none of the/.test(note)))
        assert.ok(notes.finished.client !== false && notes.finished.server !== false)
      }
    }
  })

  test(`${name}: without its keys nothing opens, and nothing is claimed`, () => {
    const { notes, sealed, closed } = replay(connections[0]!, new KeyRing())
    assert.deepEqual(closed, sealed)
    assert.equal(notes.given, false)
    assert.equal(notes.decrypted, false)
    assert.deepEqual(notes.finished, { client: null, server: null })
  })
}

test('whatever the records say, an opener never throws', async () => {
  const seed = 20_08
  let state = seed
  const random = (below: number): number => {
    // Park and Miller's generator: the same on every machine.
    state = (state * 48_271) % 0x7fff_ffff
    return state % below
  }
  for (const { name, makeRing, connections } of loadRecordings()) {
    const records = connections.at(-1)!
    for (let round = 0; round < 25; round++) {
      const mutated = records.map((record) => {
        if (random(3) > 0) return record
        const payload = record.payload.slice(
          0,
          random(4) === 0 ? random(record.payload.length + 1) : undefined,
        )
        for (let count = random(4); count > 0 && payload.length > 0; count--)
          payload[random(Math.min(payload.length, random(2) === 0 ? 90 : 4000))] = random(256)
        return { ...record, payload }
      })
      const missing = new Set(random(3) === 0 ? [random(records.length)] : [])
      const ring = await makeRing()
      assert.doesNotThrow(() => replay(mutated, ring, missing), `${name}, seed ${seed}, ${round}`)
    }
  }
})

const gaps: [name: string, recovers: boolean][] = [
  ['tls12-ecdhe-aes256-gcm', true],
  ['tls12-rsa-aes128-sha256-etm', true],
  ['tls13-aes128-gcm', true],
  ['tls10-rsa-aes128-sha', false],
]
for (const [name, recovers] of gaps) {
  test(`${name}: after a hole the records ${recovers ? 'open again' : 'stay closed'}`, async () => {
    const { connections, makeRing } = loadRecordings().find((each) => each.name === name)!
    const records = connections[0]!
    const { sealed } = replay(records, await makeRing())
    // The first sealed record of the client after its Finished, and what comes after it.
    const [, lost, ...later] = sealed.filter((index) => records[index]!.from === 'client')
    const { closed, notes } = replay(records, await makeRing(), new Set([lost!]))
    assert.ok(later.length > 0)
    assert.deepEqual(closed, recovers ? [] : later)
    assert.equal(notes.finished.client, true)
  })
}

test('a key that belongs to another certificate is told from one that fits', async () => {
  const recordings = loadRecordings()
  const { makeRing } = recordings.find((each) => each.name === 'tls12-rsa-aes256-sha256')!
  const { connections } = recordings.find((each) => each.name === 'tls12-ecdhe-chacha20')!
  const { notes } = replay(connections[0]!, await makeRing())
  assert.equal(notes.match, 'none')
  assert.deepEqual(notes.notes, [
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 has forward secrecy: the private key of the server cannot open it, only a key log can.',
  ])
})

test('a key log of another conversation is told by the client random', async () => {
  const recordings = loadRecordings()
  const { makeRing } = recordings.find((each) => each.name === 'tls13-aes128-gcm')!
  const { connections } = recordings.find((each) => each.name === 'tls13-aes256-gcm')!
  const { notes } = replay(connections[0]!, await makeRing())
  assert.equal(notes.match, 'none')
  assert.match(
    notes.notes[0]!,
    /^The key log holds no secret for this client random \([0-9a-f]{64}\)/,
  )
})

function changed(records: readonly RawRecord[], index: number, at: number): RawRecord[] {
  return records.map((record, i) => {
    if (i !== index) return record
    const payload = record.payload.slice()
    payload[at]! ^= 0x40
    return { ...record, payload }
  })
}
