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

type ToldMessage = Omit<
  Message,
  'frame' | 'frames' | 'time' | 'from' | 'recordVersion' | 'record' | 'ssl2'
> & { readonly ssl2: Ssl2Message | null }

export interface Ssl2Told {
  readonly message: ToldMessage
  /** It can only be SSL 2.0: not the hello that offers newer versions in its form. */
  readonly isVersion2: boolean
}

/** `sealed`: the sender's keys are in force. After that only an error may come in clear. */
export function tellSsl2(record: Ssl2Record, sealed: boolean): Ssl2Told {
  const { length, headerLength } = record
  const spans = [...record.pieces.spans]
  const [type = ssl2MessageTypes.ERROR] = record.bytes ?? []
  const isClear = !sealed || (length === 3 && type === ssl2MessageTypes.ERROR)
  const bytes = isClear ? record.bytes : null
  const { message: ssl2, damage } = bytes
    ? parseSsl2Message(bytes)
    : { message: null, damage: null }
  const hello = ssl2?.kind === 'ssl2_client_hello' ? ssl2 : null
  const message: ToldMessage = {
    kind: 'handshake',
    name: isClear ? nameOfSsl2Message(type) : 'encrypted',
    code: isClear ? type : null,
    level: null,
    encrypted: !isClear,
    decrypted: false,
    length,
    bytes,
    body: hello && toClientHello(hello),
    damage,
    ssl2,
    spans: isClear ? skipBytes(spans, headerLength) : spans,
  }
  const isVersion2 = ssl2 !== null && (!hello || hello.version === versions['SSL 2.0'])
  return { message, isVersion2 }
}

const findSsl2Message = finder(ssl2MessageTypes)

/** `client_master_key`, where the draft writes CLIENT-MASTER-KEY. */
function nameOfSsl2Message(type: number): string {
  return findSsl2Message(type)?.toLowerCase().replaceAll('-', '_') ?? unknown(type, 2)
}
