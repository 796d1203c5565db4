import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlowTable, lists } from './flow-table.ts'

/** Two addresses that differ only in their last bytes, and ports. */
function lookUp(table: FlowTable, source: number, destination: number, port = 443): number {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, source)
  view.setUint32(4, destination)
  return table.lookUp(bytes, false, 0, 4, port, port, 6)
}

test('both directions find one entry, and the side says which it is', () => {
  const table = new FlowTable()
  assert.equal(lookUp(table, 1, 0xffffffff), -1)
  const entry = table.add(lists.live, 0)
  assert.equal(lookUp(table, 1, 0xffffffff), entry)
  const { side } = table
  assert.equal(lookUp(table, 0xffffffff, 1), entry)
  assert.notEqual(table.side, side)
  assert.equal(lookUp(table, 1, 0xffffffff, 444), -1)
})

test('thousands of entries come and go, and a plain map agrees', () => {
  const table = new FlowTable()
  const twin = new Map<number, number>()
  let state = 1
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % below
  }
  for (let step = 0; step < 30_000; step++) {
    const host = next(8000)
    const found = lookUp(table, host, 0x0a000001)
    assert.equal(found, twin.get(host) ?? -1)
    if (found < 0) twin.set(host, table.add(lists.live, step))
    else if (next(2) === 0) {
      table.remove(found)
      twin.delete(host)
    }
  }
  assert.equal(table.count, twin.size)
  for (const [host, entry] of twin) assert.equal(lookUp(table, host, 0x0a000001), entry)
})

test('the oldest of a list is the one that was not touched', () => {
  const table = new FlowTable()
  const entries = [1, 2, 3].map((host) => {
    lookUp(table, host, 9)
    return table.add(lists.live, 0)
  })
  table.touch(entries[0]!, lists.live, 5)
  assert.equal(table.oldest(lists.live), entries[1])
  table.touch(entries[1]!, lists.closing, 5)
  assert.equal(table.oldest(lists.live), entries[2])
  assert.equal(table.oldest(lists.closing), entries[1])
  table.remove(entries[2]!)
  assert.equal(table.oldest(lists.live), entries[0])
})
