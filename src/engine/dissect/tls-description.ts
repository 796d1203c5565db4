// What the frame summary says of a frame with TLS in it: which messages, and which part of what it carries.

import { describeMessage } from './message-text.ts'
import type { MessagePart } from './message-parts.ts'
import type { Message } from '../session/conversation.ts'

/** `ClientHello` for `client_hello`: as the RFCs spell it. */
export function titleOf(name: string): string {
  return name
    .split('_')
    .map((word) => (word === '' ? '' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
}

/** `ServerHello: TLS 1.0, …; Certificate (part 1 of 4, 1,379 of 5,012 bytes)`. */
export function describeParts(parts: readonly MessagePart[]): string {
  return parts.map(describePart).join('; ')
}

function describePart({ message, part, parts, from, to, whole }: MessagePart): string {
  if (parts === 1) return describeWhole(message)
  const place = part === parts ? `last part of ${parts}` : `part ${part} of ${parts}`
  return `${nameOf(message)} (${place}, bytes ${from} to ${to} of ${whole})`
}

function describeWhole(message: Message): string {
  const summary = describeMessage(message)
  if (message.kind === 'alert' && message.code !== null) return `Alert: ${summary}`
  const name = nameOf(message)
  if (message.kind === 'application_data') return `${name}, ${summary}`
  return summary === '' ? name : `${name}: ${summary}`
}

function nameOf(message: Message): string {
  const opened = message.decrypted ? ' (decrypted)' : ''
  if (message.kind === 'alert') return `${message.encrypted ? 'Encrypted alert' : 'Alert'}${opened}`
  if (message.kind === 'application_data') return 'Application data'
  if (message.encrypted) return 'Encrypted handshake message'
  const old = message.ssl2 ? ' (SSL 2.0 form)' : ''
  return `${titleOf(message.name)}${old}${opened}`
}
