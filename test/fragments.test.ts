// IP datagrams cut into fragments: the conversations are the same, and every span leads to its bytes.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Frame } from '../src/engine/capture/frame.ts'
import { createReader } from '../src/engine/capture/recognise.ts'
import { Decoder } from '../src/engine/net/decode.ts'
import type { Conversation } from '../src/engine/session/conversation.ts'
import { dissectFrame } from '../src/engine/dissect/frame.ts'
import type { Node } from '../src/engine/dissect/node.ts'
import { sightOf } from '../src/engine/dissect/sight.ts'
import { Scan } from '../src/engine/session/scan.ts'
import { fixtures, readFixture } from './fixtures.ts'

/** The frames of a capture, each of a block of its own. */
function framesOf(capture: Uint8Array): Frame[] {
  const frames: Frame[] = []
  const reader = createReader((frame) => {
    const bytes = frame.bytes.slice(frame.from, frame.to)
    frames.push(Object.assign(new Frame(), frame, { bytes, from: 0, to: bytes.length }))
  })
  reader.push(capture)
  reader.end()
  return frames
}

/** Whole IPv4 datagrams of more than `most` bytes in fragments, those of every other datagram backwards. */
function fragmented(frames: readonly Frame[], most: number): Frame[] {
  const decoder = new Decoder(new Frame())
  const cut = frames.flatMap((frame, i) => {
    const isIp4 = decoder.decode(frame) && decoder.packet.ipVersion === 4
    const at = decoder.packet.sourceAt - 12
    if (!isIp4 || decoder.packet.parts !== null || frame.to < frame.wholeLength) return [frame]
    const pieces = fragmentsOf(frame, at, most)
    return i % 2 === 0 ? pieces : pieces.reverse()
  })
  return cut.map((frame, i) => Object.assign(frame, { number: i + 1 }))
}

function fragmentsOf(frame: Frame, at: number, most: number): Frame[] {
  const { bytes } = frame
  const view = new DataView(bytes.buffer)
  const dataAt = at + (bytes[at]! & 15) * 4
  const to = at + view.getUint16(at + 2)
  const isWhole = (view.getUint16(at + 6) & 0x3fff) === 0 && to <= bytes.length
  if (!isWhole || to - dataAt <= most) return [frame]
  const pieces: Frame[] = []
  for (let from = dataAt; from < to; from += most) {
    const end = Math.min(to, from + most)
    const block = new Uint8Array([...bytes.subarray(0, dataAt), ...bytes.subarray(from, end)])
    const header = new DataView(block.buffer)
    header.setUint16(at + 2, block.length - at)
    header.setUint16(at + 4, frame.number) // of old and new stacks alike, the number of the datagram
    header.setUint16(at + 6, ((from - dataAt) >> 3) | (end < to ? 0x2000 : 0))
    const { length } = block
    const place = { bytes: block, from: 0, to: length, wholeLength: length }
    pieces.push(Object.assign(new Frame(), frame, place))
  }
  return pieces
}

function follow(frames: readonly Frame[]): Conversation[] {
  const found: Conversation[] = []
  const scan = new Scan({ onConversation: (conversation) => found.push(conversation) })
  for (const frame of frames) scan.frame(frame)
  scan.end()
  return found.sort((a, b) => a.id - b.id)
}

const ladderOf = ({ messages }: Conversation) =>
  messages.map(({ from, kind, name, length }) => [from, kind, name, length])

for (const fixture of fixtures) {
  test(`${fixture.name}: the same in fragments, and every span leads to its bytes`, () => {
    const capture = readFixture(fixture)
    const whole = follow(framesOf(capture))
    for (const most of [64, 600]) {
      const frames = fragmented(framesOf(capture), most)
      const cut = follow(frames)
      assert.deepEqual(cut.map(ladderOf), whole.map(ladderOf))
      for (const conversation of cut) checkSpans(conversation, frames)
    }
  })
}

/** What `frame N` shows. */
function checkTree({ path, from, to, children }: Node, frame: Frame): void {
  if (from !== null && to !== null)
    assert.ok(from <= to && to <= frame.to, `${path} is in its frame`)
  for (const child of children) checkTree(child, frame)
}

function checkSpans(conversation: Conversation, frames: readonly Frame[]): void {
  const { messages, protocol } = conversation
  for (const { bytes, spans, decrypted, kind, name } of messages) {
    for (const { frame, offset, length } of spans)
      assert.ok(offset + length <= frames[frame - 1]!.to, `${name} ends within its frame`)
    for (const frame of new Set(spans.map((span) => span.frame)))
      checkTree(dissectFrame(frames[frame - 1]!, sightOf(conversation, frame)), frames[frame - 1]!)
    if (bytes === null || decrypted || kind !== 'handshake') continue
    const found = spans.flatMap(({ frame, offset, length }) => [
      ...frames[frame - 1]!.bytes.subarray(offset, offset + length),
    ])
    assert.deepEqual(found, [...bytes], `${protocol} ${name}`)
  }
}
