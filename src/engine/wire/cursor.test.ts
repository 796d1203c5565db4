import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cursor, WireError } from './cursor.ts'

const at = (...bytes: number[]) => new Cursor(Uint8Array.from(bytes))

const integers: [what: string, value: number | bigint, expected: number | bigint][] = [
  ['u8', at(0xff).u8('x'), 0xff],
  ['u16', at(1, 2).u16('x'), 0x0102],
  ['u24', at(1, 2, 3).u24('x'), 0x010203],
  ['u32', at(0xff, 2, 3, 4).u32('x'), 0xff020304],
  ['u64', at(0xff, 0, 0, 0, 0, 0, 0, 1).u64('x'), 0xff00000000000001n],
]
for (const [what, value, expected] of integers) {
  test(`reads ${what}`, () => assert.equal(value, expected))
}

/** Those of RFC 9000 A.1, and the largest that are exact and that there are. */
const variable: [what: string, wire: readonly number[], expected: bigint][] = [
  ['one byte', [0x25], 37n],
  ['two, for what fits in one', [0x40, 0x25], 37n],
  ['two', [0x7b, 0xbd], 15293n],
  ['four', [0x9d, 0x7f, 0x3e, 0x7d], 494878333n],
  ['eight', [0xc2, 0x19, 0x7c, 0x5e, 0xff, 0x14, 0xe8, 0x8c], 151288809941952652n],
  ['eight, exact', [0xc0, 0x1f, 255, 255, 255, 255, 255, 255], 2n ** 53n - 1n],
  ['eight, of which all bits are set', [255, 255, 255, 255, 255, 255, 255, 255], 2n ** 62n - 1n],
]
for (const [what, wire, expected] of variable) {
  test(`reads a variable-length integer of ${what}`, () => {
    const [number, exact] = [at(...wire), at(...wire)]
    assert.equal(number.varint('x'), Number(expected))
    assert.equal(exact.varint62('x'), expected)
    assert.deepEqual([number.left, exact.left], [0, 0])
  })
}

test('a vector behind a variable-length length', () => {
  const c = at(0x40, 2, 7, 8, 9)
  assert.deepEqual(c.vecVarint('x'), Uint8Array.of(7, 8))
  assert.equal(c.left, 1)
  assert.throws(() => at(3, 7).vecVarint('x'), { fault: 'overrun', at: 1 })
  assert.throws(() => at(0xff, 255, 255, 255, 255, 255, 255, 255).vecVarint('x'), {
    fault: 'overrun',
  })
})

test('vectors and lists of every width', () => {
  const c = at(1, 9, 0, 1, 9, 0, 0, 1, 9)
  assert.deepEqual(
    [c.vec8('a'), c.vec16('b'), c.vec24('c')],
    [1, 2, 3].map(() => Uint8Array.of(9)),
  )
  const lists = at(1, 9, 0, 1, 9, 0, 0, 1, 9)
  const item = (inner: Cursor) => inner.u8('item')
  const read = [lists.list8('a', item), lists.list16('b', item), lists.list24('c', item)]
  assert.deepEqual(
    read,
    [1, 2, 3].map(() => ({ items: [9], damage: null })),
  )
  assert.deepEqual([at(2, 7, 8).all8('a', item), at(0, 1, 7).all16('a', item)], [[7, 8], [7]])
})

test('a list keeps what stands before its damage and parks the cursor; `all` throws', () => {
  const c = at(5, 0, 1, 0, 2, 0)
  const { items, damage } = c.list8('list', (inner) => inner.u16('item'))
  assert.deepEqual(items, [1, 2])
  assert.equal(damage?.message, 'item: overrun at byte 5')
  assert.equal(c.left, 0)
  assert.throws(() => at(3, 0, 1, 0).all8('list', (inner) => inner.u16('item')), WireError)
})

test('beyond the structure is overrun, beyond the capture is truncated', () => {
  const bytes = Uint8Array.of(1, 2)
  assert.throws(() => new Cursor(bytes, 0, 1).u16('x'), { fault: 'overrun', at: 0 })
  assert.throws(() => new Cursor(bytes, 1, 9).u16('x'), { fault: 'truncated', at: 1 })
  assert.throws(
    () => new Cursor(bytes, 0, 9).vec8('x').length + new Cursor(bytes, 0, 1).vec8('x').length,
    {
      fault: 'overrun',
      at: 1,
    },
  )
  assert.throws(() => new Cursor(Uint8Array.of(0xc0), 0, 8).varint('x'), { fault: 'truncated' })
  assert.throws(() => new Cursor(Uint8Array.of(0xc0)).varint('x'), { fault: 'overrun' })
  assert.throws(() => new Cursor(new Uint8Array(0)).varint('x'), { fault: 'overrun' })
  assert.throws(() => new Cursor(Uint8Array.of(0xc0), 0, 8).varint62('x'), { fault: 'truncated' })
})

test('bytes left over are a fault of their own', () => {
  const c = at(1, 2)
  c.u8('x')
  assert.throws(() => c.finish('Structure'), { fault: 'trailing', field: 'Structure', at: 1 })
})

test('a child cannot leave its length, and its parent moves past it', () => {
  const c = at(1, 2, 3)
  const child = c.sub(2, 'child')
  assert.equal(child.u16('x'), 0x0102)
  assert.throws(() => child.u8('y'), { fault: 'overrun' })
  assert.equal(c.u8('z'), 3)
  assert.deepEqual(c.since(1), Uint8Array.of(2, 3))
})
