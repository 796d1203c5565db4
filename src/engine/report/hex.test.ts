import assert from 'node:assert/strict'
import { test } from 'node:test'
import { group, leaf } from '../dissect/node.ts'
import { describeHex } from './hex.ts'
import { describeTree } from './tree.ts'

const bytes = Uint8Array.from({ length: 20 }, (_, i) => i + 0x3a)
const row = '0000  3a 3b 3c 3d 3e 3f 40 41 42 43 44 45 46 47 48 49  :;<=>?@ABCDEFGHI'

test('hex: offset, bytes and text, the last row padded', () => {
  assert.equal(
    describeHex(bytes),
    `${row}\n0010  4a 4b 4c 4d                                      JKLM`,
  )
  assert.equal(describeHex(Uint8Array.of(0, 0x1b, 0x7f)).slice(-3), '...')
  assert.equal(describeHex(new Uint8Array(0)), '')
})

test('hex: marked bytes stand in brackets, and columns do not move', () => {
  assert.equal(
    describeHex(bytes, { mark: [14, 18] }),
    '0000  3a 3b 3c 3d 3e 3f 40 41 42 43 44 45 46 47[48 49] :;<=>?@ABCDEFGHI\n' +
      '0010 [4a 4b]4c 4d                                      JKLM',
  )
  assert.equal(describeHex(bytes.subarray(0, 2), { mark: [0, 9] }).slice(0, 12), '0000 [3a 3b]')
})

test('hex: colour only for what is marked', () => {
  const text = describeHex(bytes.subarray(0, 2), {
    mark: [1, 2],
    paint: (ink, t) => `<${ink} ${t}>`,
  })
  assert.ok(text.includes('[<mark 3b>]') && text.endsWith(':<mark ;>'))
})

const tree = group('a', 'A', [0, 2], '', [
  leaf('a.b', 'b', [0, 1], '1'),
  group('a.c', 'C', null, 'x', [leaf('a.c.d', 'd', null, '2')]),
])

test('tree: a node a line, children further in', () => {
  assert.equal(describeTree(tree), 'A\n  b: 1\n  C: x\n    d: 2')
  assert.equal(describeTree(tree, { depth: 2, paths: true }), 'A  a\n  b: 1  a.b\n  C: x  a.c')
})
