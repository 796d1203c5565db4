// How a side of a QUIC connection closes it: CONNECTION_CLOSE, in which alerts of TLS are numbers. RFC 9000 §19.19.

import type { CloseFrame } from '../quic/frames.ts'
import { alertLevels } from '../registry/tables/alert-levels.ts'
import type { Datagram } from './datagram.ts'
import type { DatagramLadder, Noted } from './datagram-ladder.ts'

/** CONNECTION_CLOSE frames told of: each side repeats its own until the peer is silent. */
const closesMost = 16

/** RFC 9000 §20.1: CRYPTO_ERROR is 0x0100 and the alert. */
const cryptoError = 0x0100

export function takeClose(
  ladder: DatagramLadder,
  { direction, at }: Datagram,
  noted: Noted,
  { code, application, reason }: CloseFrame,
): void {
  const { closes } = ladder.facts
  const from = ladder.sideOf(direction)
  const isKnown = closes.some(
    (c) => c.from === from && c.code === code && c.application === application,
  )
  if (isKnown || closes.length >= closesMost) return
  const { frame, seconds, nanos } = at
  const time = { seconds, nanos }
  const { span } = noted
  closes.push({ from, frame, time, code, application, reason: printable(reason), span })
  if (application || code < cryptoError || code >= cryptoError + 256) return
  ladder.alert(direction, at, noted, [alertLevels.fatal, code - cryptoError], true, span)
}

/** A reason phrase, which should be UTF-8, as ASCII of at most 200 characters. */
function printable(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes.subarray(0, 200)) {
    const plain = byte >= 0x20 && byte < 0x7f
    text += plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return text
}
