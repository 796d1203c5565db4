import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClassicWatch } from './classic-watch.ts'

const [changed, alert, handshake, data] = [20, 21, 22, 23]
const [client, server] = [0, 1] as const
type Record = [direction: 0 | 1, type: number]

const full: Record[] = [
  [server, handshake],
  [client, handshake],
  [client, changed],
  [client, handshake],
  [server, handshake],
  [server, changed],
  [server, handshake],
]
const well: Record[] = [...full, [client, data], [server, data]]

function watch(records: readonly Record[]): string {
  const watched = new ClassicWatch()
  for (const [i, [direction, type]] of records.entries())
    if (!watched.see(direction, type)) return `odd at ${i}`
  return watched.isWell ? 'well' : 'open'
}

const cases: [why: string, records: Record[], sight: string][] = [
  ['both finished and sent data', well, 'well'],
  ['an alert after data is a farewell', [...well, [client, alert]], 'well'],
  ['nobody sent data', full, 'open'],
  ['only the client sent data', [...full, [client, data]], 'open'],
  ['an alert before data', [...full, [client, data], [server, alert]], 'odd at 8'],
  ['data before Finished', [...full.slice(0, 3), [client, data]], 'odd at 3'],
  ['ChangeCipherSpec twice', [...full.slice(0, 3), [client, changed]], 'odd at 3'],
  ['a renegotiation that the client begins', [...well, [client, handshake]], 'odd at 9'],
  ['a renegotiation that the server asks for', [...well, [server, handshake]], 'odd at 9'],
  ['a type that is none', [...well, [server, 99]], 'odd at 9'],
]
for (const [why, records, sight] of cases)
  test(`${sight}: ${why}`, () => {
    assert.equal(watch(records), sight)
  })
