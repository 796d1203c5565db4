// The captures in samples/, and what tests make of them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReader } from '../src/engine/capture/recognise.ts'
import type { FrameRow } from '../src/engine/dissect/frame-row.ts'
import { copyRow } from '../src/engine/dissect/frame-row.ts'
import { FrameSummary, type SummaryOptions } from '../src/engine/dissect/frame-summary.ts'
import type { Conversation } from '../src/engine/session/conversation.ts'
import { Scan } from '../src/engine/session/scan.ts'

export type Sample = 'bad-client-certificate.cap' | 'no-client-certificate.cap'

export function readSample(name: Sample): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, '../samples', name)))
}

export function conversationsOf(capture: Uint8Array): Conversation[] {
  const found: Conversation[] = []
  const scan = new Scan({ onConversation: (conversation) => found.push(conversation) })
  const reader = createReader((frame) => {
    scan.frame(frame)
  })
  reader.push(capture)
  reader.end()
  scan.end()
  return found
}

/** The frame summary of a whole capture; the bytes of a row are good only while it is made. */
export function rowsOf(capture: Uint8Array, options: SummaryOptions = {}): FrameRow[] {
  const conversations = conversationsOf(capture)
  const rows: FrameRow[] = []
  let summary: FrameSummary | null = null
  const reader = createReader((frame) => {
    summary ??= new FrameSummary(frame, conversations, options)
    rows.push(copyRow(summary.row(frame)))
  })
  reader.push(capture)
  reader.end()
  return rows
}
