// Reads what the glance has noted of a flow out of its memory.

import { ip4Text, ip6Text } from '../net/address.ts'
import type { Endpoint } from '../net/facts.ts'
import type { FlowStart } from '../net/flow.ts'
import { Mark } from '../net/mark.ts'
import type { Turn } from '../net/turn.ts'
import { Slab } from '../wire/slab.ts'
import { FrameTape } from './frame-tape.ts'
import type { Exports } from './glance-instance.ts'
import {
  flowFields,
  lookFields,
  markFields,
  noteFields,
  noteSize,
  resultFields,
  sideFields,
  sideSize,
} from './glance-memory.ts'
import type { Hellos } from './hellos.ts'
import type { Passed } from './tcp-session.ts'

/** Where the sides of a connection stand that has been well since the end of its tape. */
export interface Calm {
  /** The client's, the server's. */
  readonly turns: readonly [Turn, Turn]
  /** Records that were stepped over, by direction. */
  readonly passed: readonly [PassedSide, PassedSide]
}

export interface PassedSide extends Passed {
  /** Bytes of the last that are still to come. */
  readonly left: number
  /** The part of a record header that came. */
  readonly head: Uint8Array
}

export class GlanceReader {
  /** It never grows, so that views of it stay good. */
  readonly buffer: ArrayBuffer
  readonly bytes: Uint8Array
  readonly #view: DataView
  readonly #results: number
  readonly #gathered: number
  readonly #exports: Exports
  readonly #slab = new Slab()

  constructor(exports: Exports) {
    this.#exports = exports
    this.buffer = exports.memory.buffer
    this.bytes = new Uint8Array(this.buffer)
    this.#view = new DataView(this.buffer)
    this.#results = exports.results.value
    this.#gathered = exports.gathered.value
  }

  /** One of the results that are integers. */
  result(field: number): number {
    return this.#view.getInt32(this.#results + field, true)
  }

  /** One of those that are seconds. */
  secondsResult(field: number): number {
    return this.#view.getFloat64(this.#results + field, true)
  }

  /** The number of the next flow. */
  get ids(): { value: number } {
    const at = this.#results + resultFields.nextId
    const view = this.#view
    return {
      get value() {
        return view.getInt32(at, true)
      },
      set value(id) {
        view.setInt32(at, id, true)
      },
    }
  }

  hellosOf(flow: number): Hellos {
    const clientLength = this.#exports.hellos(flow)
    const length = this.result(resultFields.helloLength)
    return { bytes: this.#copy(this.#gathered, length), clientLength }
  }

  tapeOf(flow: number): FrameTape {
    const look = this.#lookOf(flow)
    const tape = this.#int(look + lookFields.tape)
    const notes = this.#int(look + lookFields.notes)
    return new FrameTape(
      this.#copy(tape, this.#int(look + lookFields.tapeLength)),
      this.#copy(notes, noteSize * this.#int(look + lookFields.frames)),
    )
  }

  startOf(flow: number): FlowStart {
    const note = this.#int(this.#lookOf(flow) + lookFields.notes)
    const at = this.#exports.flowAt(flow)
    const opener = this.bytes[at + flowFields.opener]!
    const ends = [this.#endOf(at, opener), this.#endOf(at, 1 - opener)] as const
    return {
      id: this.idOf(flow),
      ends,
      firstFrame: this.#int(note + noteFields.number),
      startSeconds: this.#view.getFloat64(note + noteFields.seconds, true),
      startNanos: this.#int(note + noteFields.nanos),
      midstream: false,
    }
  }

  #endOf(at: number, side: number): Endpoint {
    const address = at + (side === 0 ? flowFields.low : flowFields.high)
    const ports = this.#int(at + flowFields.ports)
    const text = (this.bytes[at + flowFields.kind]! & 1) === 0 ? ip4Text : ip6Text
    return {
      address: text(this.bytes, address),
      port: side === 0 ? ports >>> 16 : ports & 0xffff,
    }
  }

  /** Where both sides stand: the client's, the server's. */
  turnsOf(flow: number): readonly [Turn, Turn] {
    const client = this.#lookOf(flow) + lookFields.sides
    return [this.#turnOf(client), this.#turnOf(client + sideSize)]
  }

  calmOf(flow: number): Calm {
    const client = this.#lookOf(flow) + lookFields.sides
    const passed = [this.#passedOf(client), this.#passedOf(client + sideSize)] as const
    return { turns: this.turnsOf(flow), passed }
  }

  #turnOf(side: number): Turn {
    return {
      passed: this.#view.getFloat64(side + sideFields.passed, true),
      last: this.#markAt(side + sideFields.last),
      lastData: this.#markAt(side + sideFields.lastData),
      fin: this.#markAt(side + sideFields.fin),
    }
  }

  #passedOf(side: number): PassedSide {
    const left = this.#int(side + sideFields.left)
    const have = this.bytes[side + sideFields.headHave]!
    const head = Uint8Array.of(this.bytes[side + sideFields.type]!, 0, 0, 0, 0).subarray(0, have)
    let rest = this.#int(side + sideFields.rest)
    for (let at = have - 1; at > 0; at--, rest >>= 8) head[at] = rest
    return {
      records: this.#int(side + sideFields.passedRecords),
      dataRecords: this.#int(side + sideFields.dataRecords),
      dataBytes: this.#view.getFloat64(side + sideFields.dataBytes, true),
      left: left < 0 ? Infinity : left,
      head,
    }
  }

  #markAt(at: number): Mark | null {
    const frame = this.#int(at + markFields.frame)
    if (frame === 0) return null
    const mark = new Mark()
    mark.frame = frame
    mark.time.seconds = this.#view.getFloat64(at + markFields.seconds, true)
    mark.time.nanos = this.#int(at + markFields.nanos)
    mark.seq = this.#int(at + markFields.seq) >>> 0
    mark.ack = this.#int(at + markFields.ack) >>> 0
    mark.flags = this.#int(at + markFields.flags)
    mark.window = this.#int(at + markFields.window)
    mark.length = this.#int(at + markFields.length)
    mark.ttl = this.bytes[at + markFields.ttl]!
    mark.dontFragment = this.bytes[at + markFields.dontFragment] !== 0
    const ipId = this.#int(at + markFields.ipId)
    mark.ipId = ipId < 0 ? null : ipId
    return mark
  }

  idOf(flow: number): number {
    return this.#int(this.#exports.flowAt(flow) + flowFields.id)
  }

  #lookOf(flow: number): number {
    return this.#exports.lookAt(this.#int(this.#exports.flowAt(flow) + flowFields.look))
  }

  #copy(at: number, length: number): Uint8Array {
    const bytes = this.#slab.cut(length)
    bytes.set(this.bytes.subarray(at, at + length))
    return bytes
  }

  #int(at: number): number {
    return this.#view.getInt32(at, true)
  }
}
