// The report as one JSON object, written conversation by conversation.

import type { ConnectionReport, Report } from '../engine/report/model.ts'
import { OrderedOutput } from './ordered-output.ts'

/**
 * Laid out as `JSON.stringify(report, null, 1)` does it. Where more conversations come than can be held, they stand
 * before the captures, in the order in which they were judged.
 */
export class JsonReport {
  readonly #write: (output: string | Uint8Array) => void
  readonly #connections: OrderedOutput

  /** `most`: bytes of conversations that may be held. */
  constructor(write: (output: string | Uint8Array) => void, most?: number) {
    this.#write = write
    this.#connections = new OrderedOutput({
      write,
      separator: ',',
      onOverflow: () => {
        write('{\n "version": 1,\n "connections": [')
      },
      most,
    })
  }

  add(connection: ConnectionReport): void {
    this.#connections.add(connection.id, `\n  ${layOut(connection, 2)}`)
  }

  finish({ version, captures, summary }: Omit<Report, 'connections'>): void {
    const connections = this.#connections
    if (!connections.overflowed)
      this.#write(
        `{\n "version": ${version},\n "captures": ${layOut(captures, 1)},\n "connections": [`,
      )
    connections.flush()
    this.#write(connections.isEmpty ? ']' : '\n ]')
    if (connections.overflowed) this.#write(`,\n "captures": ${layOut(captures, 1)}`)
    this.#write(`,\n "summary": ${layOut(summary, 1)}\n}\n`)
  }
}

/** As it stands `depth` levels deep. */
function layOut(value: object, depth: number): string {
  return JSON.stringify(value, null, 1).replaceAll('\n', `\n${' '.repeat(depth)}`)
}
