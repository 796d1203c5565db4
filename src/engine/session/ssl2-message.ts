// A record of SSL 2.0 as the ladder shows it.

import { finder, unknown } from '../registry/name.ts'
import { ssl2MessageTypes } from '../registry/tables/ssl2-message-types.ts'
import { versions } from '../registry/tables/versions.ts'
import { parseSsl2Message, toClientHello, type Ssl2Message } from '../tls/ssl2.ts'
import type { Message } from './conversation.ts'
import { skipBytes } from './pieces.ts'
import type { Ssl2Record } from './ssl2-stream.ts'

/** Protected records of a side that can be of the handshake; what comes after them is application data. */
export const ssl2HandshakeMost = 3

export interface Ssl2Told extends Omit<
  Message,
  'frame' | 'frames' | 'time' | 'from' | 'recordVersion' | 'record' | 'ssl2' | 'retransmission'
> {
  readonly ssl2: Ssl2Message | null
  /** It can only be SSL 2.0: not the hello that offers newer versions in its form. */
  readonly isVersion2: boolean
}

/** `sealed`: the sender's keys are in force. After that only an error may come in clear. */
export function tellSsl2(record: Ssl2Record, sealed: boolean): Ssl2Told {
  const spans = [...record.pieces.spans]
  const common = {
    kind: 'handshake',
    level: null,
    decrypted: false,
    length: record.length,
  } as const
  const [type = ssl2MessageTypes.ERROR] = record.bytes ?? []
  if (sealed && !(record.length === 3 && type === ssl2MessageTypes.ERROR))
    return {
      ...common,
      name: 'encrypted',
      code: null,
      encrypted: true,
      bytes: null,
      body: null,
      damage: null,
      ssl2: null,
      spans,
      isVersion2: true,
    }
  const { message, damage } = record.bytes
    ? parseSsl2Message(record.bytes)
    : { message: null, damage: null }
  const hello = message?.kind === 'ssl2_client_hello' ? message : null
  return {
    ...common,
    name: nameOfSsl2Message(type),
    code: type,
    encrypted: false,
    bytes: record.bytes,
    body: hello && toClientHello(hello),
    damage,
    ssl2: message,
    spans: skipBytes(spans, record.headerLength),
    isVersion2: message !== null && (!hello || hello.version === versions['SSL 2.0']),
  }
}

const findSsl2Message = finder(ssl2MessageTypes)

/** `client_master_key`, where the draft writes CLIENT-MASTER-KEY. */
function nameOfSsl2Message(type: number): string {
  return findSsl2Message(type)?.toLowerCase().replaceAll('-', '_') ?? unknown(type, 2)
}
