// The engine's side of the glance (src/glance): which frames it takes off the engine, and what it tells of the others.
//
// The glance is compiled to WebAssembly. It reads where it is written, without being compiled first and without leaving
// garbage: most frames of a capture belong to connections that go well, and are never seen by the code of the engine.

import type { Frame, RecordLayout, Skimmer } from '../capture/frame.ts'
import { ip4Text, ip6Text } from '../net/address.ts'
import type { Endpoint } from '../net/facts.ts'
import type { Direction, FlowEnd, FlowStart } from '../net/flow.ts'
import type { Unfinished } from '../net/network.ts'
import { Mark } from '../net/mark.ts'
import type { TcpFlow } from '../net/tracked-flow.ts'
import type { Turn } from '../net/turn.ts'
import { Slab } from '../wire/slab.ts'
import { FrameTape } from './frame-tape.ts'
import { giveBack, take, type Exports } from './glance-instance.ts'
import {
  flowFields,
  lookFields,
  markFields,
  noteFields,
  noteSize,
  resultFields as fields,
  sideFields,
  sideSize,
  sights,
  stages,
} from './glance-memory.ts'
import type { Hellos } from './hellos.ts'
import type { Passed } from './tcp-session.ts'

/** What is kept of a connection that is well: its beginning, and since then where each side stands. */
export interface Calm {
  readonly start: FlowStart
  readonly tape: FrameTape
  readonly client: Turn
  readonly server: Turn
  /** Records that were stepped over, by direction. */
  readonly passed: readonly [PassedSide, PassedSide]
}

export interface PassedSide extends Passed {
  /** Bytes of the last that are still to come. */
  readonly left: number
  /** The part of a record header that came. */
  readonly head: Uint8Array
}

/** Whom the glance tells what becomes of connections. */
export interface GlanceListener {
  /** Frames were passed over; the latest had this time. */
  passed(seconds: number, nanos: number): void
  /** A connection has settled: nothing more is told of it. The hellos can be read, or all that is on the tape. */
  settled(start: FlowStart, said: Hellos | FrameTape): void
  /** A flow that was lent is the engine's again; so much has passed. */
  returned(flow: TcpFlow, client: Turn, server: Turn): void
  /**
   * The connection is to be followed in full: it began with what is on the tape. `calm`: and was well since. `end`: and
   * nothing more will come of it.
   */
  follow(start: FlowStart, tape: FrameTape, calm: Calm | null, end: FlowEnd | null): void
}

export class Glance implements Skimmer {
  /** Room for pieces of a capture: what is read into it need not be copied. */
  readonly room: Uint8Array
  /** It takes no more frames. */
  hasEnded = false
  readonly #listener: GlanceListener
  readonly #exports: Exports
  /** It never grows, so that views of it stay good. */
  readonly #buffer: ArrayBuffer
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #results: number
  readonly #gathered: number
  readonly #spare: number
  readonly #spareLength: number
  readonly #slab = new Slab()
  #sight: number = sights.taken
  /** The beginnings of those that are well, by flow. */
  /** Flows of the engine of which it wants to hear only what is unusual. */
  readonly #lent = new Map<number, TcpFlow>()
  readonly #kept = new Map<number, { readonly start: FlowStart; readonly tape: FrameTape }>()

  /** Null where the host runs no WebAssembly: everything is then read in full. */
  static open(listener: GlanceListener): Glance | null {
    const exports = take()
    return exports && new Glance(listener, exports)
  }

  private constructor(listener: GlanceListener, exports: Exports) {
    this.#listener = listener
    this.#exports = exports
    const { memory, block, blockLength, spare, spareLength, results, gathered } = this.#exports
    this.#buffer = memory.buffer
    this.#bytes = new Uint8Array(this.#buffer)
    this.#view = new DataView(this.#buffer)
    this.#results = results.value
    this.#gathered = gathered.value
    this.room = this.#bytes.subarray(block.value, block.value + blockLength.value)
    this.#spare = spare.value
    this.#spareLength = spareLength.value
    this.#exports.clear(Math.trunc(Math.random() * 0x7fffffff))
  }

  /** The number of the next flow: those that the glance does not know are counted along. */
  get ids(): { value: number } {
    const at = this.#results + fields.nextId
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

  /** As `Skimmer` has it. The frame of the record where it stops must be shown next. */
  skim(bytes: Uint8Array, at: number, to: number, frames: number, layout: RecordLayout): number {
    if (this.hasEnded || bytes.buffer !== this.#buffer) return at
    const { headerLength, bigEndian, limit, units, nanosPerUnit, linkType } = layout
    const { byteOffset } = bytes
    const next = this.#exports.skim(
      byteOffset + at,
      byteOffset + to,
      frames,
      headerLength,
      bigEndian ? 1 : 0,
      limit,
      units,
      nanosPerUnit,
      linkType,
    )
    this.#sight = this.#result(fields.sight)
    if (this.skimmed > 0) this.#listener.passed(this.latestSeconds, this.latestNanos)
    return next - byteOffset
  }

  get skimmed(): number {
    return this.#result(fields.skimmed)
  }

  get earliestSeconds(): number {
    return this.#view.getFloat64(this.#results + fields.earliestSeconds, true)
  }

  get earliestNanos(): number {
    return this.#result(fields.earliestNanos)
  }

  get latestSeconds(): number {
    return this.#view.getFloat64(this.#results + fields.latestSeconds, true)
  }

  get latestNanos(): number {
    return this.#result(fields.latestNanos)
  }

  get lastSeconds(): number {
    return this.#view.getFloat64(this.#results + fields.lastSeconds, true)
  }

  /** Shows a frame. True where nothing is to be done with it. */
  takes(frame: Frame): boolean {
    const { bytes, from, to } = frame
    let at = bytes.byteOffset + from
    if (bytes.buffer !== this.#buffer) {
      if (to - from > this.#spareLength) return false
      at = this.#spare
      this.#bytes.set(bytes.subarray(from, to), at)
    }
    for (;;) {
      const sight =
        this.#takeSight() ??
        this.#exports.see(
          at,
          to - from,
          frame.wholeLength,
          frame.number,
          frame.seconds,
          frame.nanos,
          frame.linkType,
        )
      if (sight === sights.taken) return true
      if (sight === sights.other) return false
      const flow = this.#told
      switch (sight) {
        case sights.settled:
          this.#settle(flow)
          return true
        case sights.well:
          this.#kept.set(flow, { start: this.#startOf(flow), tape: this.#tapeOf(flow) })
          this.#exports.stopTape(flow)
          return true
        case sights.odd:
          this.#follow(flow)
          return false
        case sights.returned:
          this.#return(flow)
          return false
        case sights.ended:
          this.#end(flow)
          this.#exports.drop(flow)
          break
        case sights.spared:
          this.#end(flow)
          this.#exports.letGo(flow)
          break
        default:
          this.#follow(flow, 'evicted')
          this.#exports.drop(flow)
      }
    }
  }

  /**
   * The engine has met a TCP packet of a flow that it does not know. `unknown`: nobody knows it. `followed`: the engine
   * knows it now. `over`: it has settled.
   */
  recall(
    bytes: Uint8Array,
    isSix: boolean,
    sourceAt: number,
    destinationAt: number,
    sourcePort: number,
    destinationPort: number,
  ): 'unknown' | 'followed' | 'over' {
    if (this.hasEnded) return 'unknown'
    const width = isSix ? 16 : 4
    const at = this.#spare
    for (let i = 0; i < width; i++) {
      this.#bytes[at + i] = bytes[sourceAt + i]!
      this.#bytes[at + width + i] = bytes[destinationAt + i]!
    }
    const stage = this.#exports.recall(isSix ? 1 : 0, sourcePort, destinationPort, at)
    if (stage === stages.settled) return 'over'
    if (stage === stages.lent) this.#return(this.#told)
    if (stage !== stages.looked) return 'unknown'
    this.#follow(this.#told)
    return 'followed'
  }

  /** The engine takes no interest in the datagrams of the flow that the last frame belonged to. */
  ignore(): void {
    if (!this.hasEnded) this.#exports.ignore()
  }

  /** The engine wants to hear of the flow only what is unusual: the last frame belonged to it, in this direction. */
  lend(flow: TcpFlow, direction: Direction): void {
    if (this.hasEnded) return
    const { client, server } = flow
    const known = this.#exports.lend(
      direction === 0 ? 1 : 0,
      client.nextNumber,
      server.nextNumber,
      direction,
      flow.done ? -1 : flow.unheard,
    )
    if (known >= 0) this.#lent.set(known, flow)
  }

  /**
   * Takes no more frames. Answers the connections that it still looks at, in order of their numbers: each is told of when
   * its `end` is called.
   */
  close(): readonly Unfinished[] {
    for (const flow of this.#lent.keys()) this.#return(flow)
    this.hasEnded = true
    const flows: number[] = []
    for (let flow = this.#exports.lookedAt(-1); flow >= 0; flow = this.#exports.lookedAt(flow))
      flows.push(flow)
    const unfinished = flows.map((flow) => ({
      id: this.#idOf(flow),
      end: (reason: FlowEnd | null) => {
        if (this.#kept.has(flow)) this.#end(flow)
        else this.#follow(flow, reason)
      },
    }))
    return unfinished.sort((a, b) => a.id - b.id)
  }

  /** Nothing is asked of it any more: another capture may have its memory. */
  giveBack(): void {
    giveBack(this.#exports)
  }

  /** What a record that stopped `skim` was found to be. */
  #takeSight(): number | null {
    const sight = this.#sight
    this.#sight = sights.taken
    return sight === sights.taken ? null : sight
  }

  #settle(flow: number): void {
    const clientLength = this.#exports.hellos(flow)
    const at = this.#gathered
    const bytes = this.#slab.cut(this.#result(fields.helloLength))
    bytes.set(this.#bytes.subarray(at, at + bytes.length))
    this.#listener.settled(this.#startOf(flow), { bytes, clientLength })
    this.#exports.letGo(flow)
  }

  /** It was well to its end. */
  #end(flow: number): void {
    const kept = this.#kept.get(flow)
    if (kept) this.#listener.settled(kept.start, kept.tape)
    this.#kept.delete(flow)
  }

  #return(flow: number): void {
    const lent = this.#lent.get(flow)
    this.#lent.delete(flow)
    const client = this.#lookOf(flow) + lookFields.sides
    if (lent) this.#listener.returned(lent, this.#turnOf(client), this.#turnOf(client + sideSize))
    this.#exports.follow(flow)
  }

  #follow(flow: number, end: FlowEnd | null = null): void {
    const kept = this.#kept.get(flow)
    this.#kept.delete(flow)
    const start = kept?.start ?? this.#startOf(flow)
    const tape = kept?.tape ?? this.#tapeOf(flow)
    const calm = kept ? this.#calmOf(flow, kept.start, kept.tape) : null
    // First: the engine asks about the flow when it meets it.
    this.#exports.follow(flow)
    this.#listener.follow(start, tape, calm, end)
  }

  #tapeOf(flow: number): FrameTape {
    const look = this.#lookOf(flow)
    const copy = (field: number, length: number): Uint8Array => {
      const at = this.#int(look + field)
      const bytes = this.#slab.cut(length)
      bytes.set(this.#bytes.subarray(at, at + length))
      return bytes
    }
    return new FrameTape(
      copy(lookFields.tape, this.#int(look + lookFields.tapeLength)),
      copy(lookFields.notes, noteSize * this.#int(look + lookFields.frames)),
    )
  }

  #startOf(flow: number): FlowStart {
    const note = this.#int(this.#lookOf(flow) + lookFields.notes)
    const at = this.#exports.flowAt(flow)
    const opener = this.#bytes[at + flowFields.opener]!
    const ends = [this.#endOf(at, opener), this.#endOf(at, 1 - opener)] as const
    return {
      id: this.#idOf(flow),
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
    const text = (this.#bytes[at + flowFields.kind]! & 1) === 0 ? ip4Text : ip6Text
    return {
      address: text(this.#bytes, address),
      port: side === 0 ? ports >>> 16 : ports & 0xffff,
    }
  }

  #calmOf(flow: number, start: FlowStart, tape: FrameTape): Calm {
    const client = this.#lookOf(flow) + lookFields.sides
    const server = client + sideSize
    return {
      start,
      tape,
      client: this.#turnOf(client),
      server: this.#turnOf(server),
      passed: [this.#passedOf(client), this.#passedOf(server)],
    }
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
    const have = this.#bytes[side + sideFields.headHave]!
    const head = Uint8Array.of(this.#bytes[side + sideFields.type]!, 0, 0, 0, 0).subarray(0, have)
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
    mark.ttl = this.#bytes[at + markFields.ttl]!
    mark.dontFragment = this.#bytes[at + markFields.dontFragment] !== 0
    const ipId = this.#int(at + markFields.ipId)
    mark.ipId = ipId < 0 ? null : ipId
    return mark
  }

  get #told(): number {
    return this.#result(fields.told)
  }

  #result(field: number): number {
    return this.#view.getInt32(this.#results + field, true)
  }

  #idOf(flow: number): number {
    return this.#int(this.#exports.flowAt(flow) + flowFields.id)
  }

  #lookOf(flow: number): number {
    return this.#exports.lookAt(this.#int(this.#exports.flowAt(flow) + flowFields.look))
  }

  #int(at: number): number {
    return this.#view.getInt32(at, true)
  }
}
