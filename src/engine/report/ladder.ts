// The ladder of a conversation: who sent which message, when, in which frames, how large.

import { grouped } from '../wire/count.ts'
import { hang, printable, width } from './layout.ts'
import type { ConnectionReport, MessageReport } from './model.ts'
import { plain, type Paint } from './paint.ts'

/** Messages of one side that were complete in the same frame are drawn as one arrow. */
interface Rung {
  readonly from: MessageReport['from']
  readonly messages: readonly MessageReport[]
}

/** Columns: frame, time since the first message, arrow with the messages. Ends with a line feed. */
export function describeLadder(connection: ConnectionReport, paint: Paint = plain): string {
  const { client, server, messages, verdict } = connection
  const start = messages[0]?.time ?? connection.firstTime
  const lines = [
    paint(
      'strong',
      `#${connection.id}  client ${endpoint(client)}   server ${endpoint(server)}` +
        (connection.serverName === null ? '' : `   SNI ${printable(connection.serverName)}`),
    ),
    '',
    '   frame      time  client                                               server',
  ]
  for (const rung of rungs(messages)) lines.push(...drawRung(rung, start, verdict?.frame, paint))
  if (messages.length === 0) lines.push('   no TLS message was seen')
  lines.push('', ...hang('', conclusion(connection)))
  return `${lines.join('\n')}\n`
}

function conclusion({ outcome, verdict }: ConnectionReport): string {
  if (verdict) return printable(verdict.headline)
  if (outcome === 'completed') return 'The handshake completed.'
  return outcome === 'not-tls'
    ? 'No TLS was spoken here.'
    : 'The capture does not show how the handshake ended.'
}

function rungs(messages: readonly MessageReport[]): Rung[] {
  const found: { from: MessageReport['from']; messages: MessageReport[] }[] = []
  for (const message of messages) {
    const last = found.at(-1)
    if (last && last.from === message.from && last.messages[0]?.frame === message.frame)
      last.messages.push(message)
    else found.push({ from: message.from, messages: [message] })
  }
  return found
}

function drawRung(
  { from, messages }: Rung,
  start: string,
  endFrame: number | null | undefined,
  paint: Paint,
): string[] {
  const [first] = messages
  if (!first) return []
  const frame = String(first.frame).padStart(8)
  const time = (Date.parse(first.time) - Date.parse(start)) / 1000
  const head = `${frame} ${time.toFixed(3).padStart(9)}  `
  const room = width - head.length - 3
  const isEnd =
    first.frame === endFrame &&
    messages.some((m) => m.kind === 'alert' && m.name !== 'close_notify')
  const lines: string[] = []
  for (const [i, message] of messages.entries()) {
    const label = describeRung(message, room)
    const arrow =
      from === 'client'
        ? `${label} ${'-'.repeat(Math.max(1, room - label.length))}>`
        : `<${'-'.repeat(Math.max(1, room - label.length))} ${label}`
    const text = paint(isEnd ? 'failed' : 'quiet', arrow)
    lines.push((i === 0 ? head : ' '.repeat(head.length)) + text)
  }
  return lines
}

function describeRung(message: MessageReport, room: number): string {
  const spread = message.frames.length > 1 ? ` in ${message.frames.length} frames` : ''
  const size = `${grouped(message.length)} B${spread}`
  const name = `${message.name}${message.decrypted ? ' (decrypted)' : ''}`
  const plainLabel = `${name} ${size}`
  const { summary } = message
  if (summary === undefined || / bytes$/.test(summary)) return plainLabel
  const label = `${name} ${size} · ${printable(summary)}`
  return label.length <= room - 2 ? label : `${label.slice(0, Math.max(0, room - 3))}…`
}

function endpoint({ address, port }: { address: string; port: number }): string {
  return port === 0
    ? address
    : address.includes(':')
      ? `[${address}]:${port}`
      : `${address}:${port}`
}
