// frame: one frame in full: its fields with their meaning, and its bytes with the selected field marked.

import { Frame } from '../engine/capture/frame.ts'
import { createReader } from '../engine/capture/recognise.ts'
import { dissectFrame } from '../engine/dissect/frame.ts'
import { findNodes, type Node } from '../engine/dissect/node.ts'
import { aloneSight, sightOf } from '../engine/dissect/sight.ts'
import { describeHex } from '../engine/report/hex.ts'
import { describeTree } from '../engine/report/tree.ts'
import type { Conversation } from '../engine/session/conversation.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import { nearest, type Arguments, type Command, type Streams } from './command.ts'
import { readBlocks } from './input.ts'
import { keyOptions, loadAnalysisOptions } from './options.ts'
import { readConversations } from './report.ts'
import { paintFor } from './terminal.ts'

export const frame: Command = {
  name: 'frame',
  usage: 'FILE NUMBER [options]',
  summary: 'Shows one frame: every field with its value and meaning, and the bytes.',
  options: {
    select: {
      type: 'string',
      short: 's',
      value: 'PATH',
      help: 'mark the bytes of this layer or field: tls, tls.alert.description, ip.ttl',
    },
    paths: { type: 'boolean', help: 'show the path of each field, for --select' },
    'no-hex': { type: 'boolean', help: 'leave out the bytes' },
    json: { type: 'boolean', help: 'the tree as JSON' },
    ...keyOptions,
  },
  examples: [
    ['shakedown frame samples/bad-client-certificate.cap 32', 'the alert of the story'],
    [
      'shakedown frame samples/bad-client-certificate.cap 32 --select tls.alert.description',
      'the same, with the byte 2A marked',
    ],
  ],
  run: runFrame,
}

async function runFrame(args: Arguments, streams: Streams): Promise<number> {
  const [path, number, ...more] = args.positionals
  if (path === undefined || number === undefined || more.length > 0)
    throw new UsageError('frame needs a capture and a frame number: shakedown frame FILE 32')
  if (!/^[1-9]\d*$/.test(number)) throw new UsageError(`${number} is no frame number`)
  const options = await loadAnalysisOptions(args, [path])
  const reading = await readConversations(path, options, streams)
  if (reading.unreadable) return 2
  const found = await findFrame(path, Number(number), reading.blocks)
  const { frame, frames } = found
  if (!frame) throw new UsageError(`${path} has ${frames} frames; there is no frame ${number}`)

  const root = dissect(frame, reading.conversations)
  const { stdout } = streams
  if (args.flag('json')) {
    stdout.write(
      `${JSON.stringify(root, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v), 1)}\n`,
    )
    return 0
  }
  const paint = paintFor(stdout)
  stdout.write(`${describeTree(root, { paths: args.flag('paths'), paint })}\n`)
  if (args.flag('no-hex')) return 0
  const selected = select(root, args.text('select'))
  const mark =
    selected?.from != null && selected.to != null ? ([selected.from, selected.to] as const) : null
  if (selected && !mark)
    streams.stderr.write(`shakedown: ${selected.path} has no bytes of its own in this frame\n`)
  stdout.write(`\n${describeHex(frame.bytes.subarray(frame.from, frame.to), { mark, paint })}\n`)
  return 0
}

async function findFrame(
  path: string,
  wanted: number,
  blocks: readonly Uint8Array[] | null,
): Promise<{ frame: Frame | null; frames: number }> {
  let found: Frame | null = null
  const reader = createReader((frame) => {
    if (frame.number === wanted) found = copy(frame)
  })
  for (const block of blocks ?? []) reader.push(block)
  if (!blocks) await readBlocks(path, (block) => reader.push(block))
  reader.end()
  return { frame: found, frames: reader.file.frames }
}

/** The reader uses its frame again. */
function copy(frame: Frame): Frame {
  const kept = Object.assign(new Frame(), frame)
  kept.bytes = frame.bytes.slice(frame.from, frame.to)
  kept.from = 0
  kept.to = kept.bytes.length
  return kept
}

/** With the conversation that has messages in the frame, where there is one. */
function dissect(frame: Frame, conversations: readonly Conversation[]): Node {
  const sight = conversations
    // Fragments of its first datagram come before the frame that a conversation begins with.
    .filter(({ lastFrame }) => frame.number <= lastFrame)
    .map((conversation) => sightOf(conversation, frame.number))
    .find(({ messages, records }) => messages.length + records.length > 0)
  return dissectFrame(frame, sight ?? aloneSight(frame.number))
}

/** The field that was asked for; without a wish the innermost layer. */
function select(root: Node, path: string | undefined): Node | undefined {
  if (path === undefined) return root.children.at(-1)
  const [found] = findNodes(root, path)
  if (found) return found
  const known = [...new Set(pathsOf(root))]
  const near = nearest(path, known) ?? known.find((other) => other.endsWith(`.${path}`))
  throw new UsageError(
    `the frame has no field ${path}` + (near ? `; did you mean ${near}?` : '; --paths shows them'),
  )
}

function pathsOf(node: Node): string[] {
  return [node.path, ...node.children.flatMap(pathsOf)]
}
