import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversationsOf, readSample } from '../../../test/samples.ts'
import { findMessageParts } from './message-parts.ts'

const story = conversationsOf(readSample('bad-client-certificate.cap')).find(
  ({ protocol }) => protocol === 'tls',
)!
const parts = findMessageParts(story)

const wanted: [frame: number, parts: [name: string, part: string, bytes: string][]][] = [
  [7, [['client_hello', '1/1', '0-79/79']]],
  [
    9,
    [
      ['server_hello', '1/1', '0-61/61'],
      ['certificate', '1/2', '0-1389/1694'],
    ],
  ],
  [
    12,
    [
      ['certificate', '2/2', '1389-1694/1694'],
      ['certificate_request', '1/5', '0-1150/6315'],
    ],
  ],
  [13, [['certificate_request', '2/5', '1150-2610/6315']]],
  [18, [['certificate_request', '3/5', '2610-4070/6315']]],
  [22, [['certificate_request', '4/5', '4070-5530/6315']]],
  [
    27,
    [
      ['certificate_request', '5/5', '5530-6315/6315'],
      ['server_hello_done', '1/1', '0-4/4'],
    ],
  ],
]
for (const [frame, expected] of wanted)
  test(`parts: frame ${frame} of the story`, () => {
    const found = parts
      .get(frame)
      ?.map((p) => [p.message.name, `${p.part}/${p.parts}`, `${p.from}-${p.to}/${p.whole}`])
    assert.deepEqual(found, expected)
  })

test('parts: every byte of every message stands in one part, in order', () => {
  for (const message of story.messages) {
    const own = [...parts.values()].flat().filter((part) => part.message === message)
    assert.equal(own[0]?.from, 0)
    assert.equal(own.at(-1)?.to, own[0].whole)
    for (const [i, part] of own.entries()) assert.equal(part.from, own[i - 1]?.to ?? 0)
  }
})

test('parts: frames without a message have none', () => {
  for (const frame of [4, 8, 31, 33]) assert.equal(parts.get(frame), undefined)
})
