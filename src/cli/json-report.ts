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
    this.#connections.add(connection.id, layOutElement(connection))
  }

  finish({ version, captures, summary }: Omit<Report, 'connections'>): void {
    const connections = this.#connections
    if (!connections.overflowed)
      this.#write(
        `{\n "version": ${version},\n "captures": ${layOutMember(captures)},\n "connections": [`,
      )
    connections.flush()
    this.#write(connections.isEmpty ? ']' : '\n ]')
    if (connections.overflowed) this.#write(`,\n "captures": ${layOutMember(captures)}`)
    this.#write(`,\n "summary": ${layOutMember(summary)}\n}\n`)
  }
}

/** As it stands in the report. Laid out in what it stands in, and cut out: indenting it afterwards would copy it. */
function layOutMember(value: object): string {
  return JSON.stringify([value], null, 1).slice('[\n '.length, -'\n]'.length)
}

/** Likewise in a list of the report, with the line break before it. */
function layOutElement(value: object): string {
  return JSON.stringify([[value]], null, 1).slice('[\n ['.length, -'\n ]\n]'.length)
}
