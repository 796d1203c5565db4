// Records of SSL 2.0 in an exchange: they have a header of their own, and its handshake a course of its own.

import { contentTypes } from '../registry/tables/content-types.ts'
import { handshakeTypes } from '../registry/tables/handshake-types.ts'
import { versions } from '../registry/tables/versions.ts'
import type { DirectionState } from './direction-state.ts'
import type { Point } from './pieces.ts'
import { ssl2HandshakeMost, tellSsl2, type Ssl2Told } from './ssl2-message.ts'
import type { Ssl2Record } from './ssl2-stream.ts'
import type { TlsLadder } from './tls-ladder.ts'
import type { TlsStream } from './tls-stream.ts'

/** Notes a record, and answers the message in it. */
export function takeSsl2(
  ladder: TlsLadder,
  stream: TlsStream,
  state: DirectionState,
  record: Ssl2Record,
  point: Point,
): Ssl2Told['message'] {
  const { message, isVersion2 } = tellSsl2(record, state.ciphered)
  const { ssl2, encrypted } = message
  if (ssl2?.kind === 'ssl2_client_hello') ladder.settle(stream, handshakeTypes.client_hello)
  if (isVersion2) ladder.conversation.protocol = 'sslv2'
  else ladder.conversation.protocol ??= 'tls'
  if (ssl2?.kind === 'ssl2_server_hello' || ssl2?.kind === 'ssl2_client_master_key')
    state.ciphered = true
  if (encrypted) state.sealed++
  // CLIENT-FINISHED; SERVER-VERIFY and SERVER-FINISHED.
  state.finished = state.sealed >= (ladder.sideOf(stream) === 'client' ? 1 : 2)
  fillHead(stream, record, encrypted, point)
  ladder.recordBegins(stream)
  ladder.recordEnds(stream)
  if (!encrypted || state.sealed <= ssl2HandshakeMost) ladder.add(stream, message, point)
  return message
}

function fillHead(
  { head }: TlsStream,
  { length, pieces }: Ssl2Record,
  encrypted: boolean,
  { frame, seconds, nanos }: Point,
): void {
  const [first] = pieces.spans
  head.type = contentTypes.handshake
  head.version = versions['SSL 2.0']
  head.length = length
  head.encrypted = encrypted
  head.frame = first?.frame ?? frame
  head.offset = first?.offset ?? 0
  head.spanLength = first?.length ?? 0
  head.seconds = seconds
  head.nanos = nanos
}
