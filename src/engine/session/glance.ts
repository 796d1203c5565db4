// The engine's side of the glance (src/glance): which frames it takes off the engine, and what it tells of the others.
//
// The glance is compiled to WebAssembly. It reads where it is written, without being compiled first and without leaving
// garbage: most frames of a capture belong to connections that go well, and are never seen by the code of the engine.

import type { Frame, RecordLayout, Skimmer } from '../capture/frame.ts'
import type { Direction, FlowEnd, FlowStart } from '../net/flow.ts'
import type { Companion, Recalled, Unfinished } from '../net/companion.ts'
import type { TcpFlow } from '../net/tracked-flow.ts'
import type { Turn } from '../net/turn.ts'
import type { FrameTape } from './frame-tape.ts'
import { giveBack, take, type Exports } from './glance-instance.ts'
import { resultFields as fields, sights, stages } from './glance-memory.ts'
import { GlanceReader, type Calm } from './glance-reader.ts'
import type { Hellos } from './hellos.ts'

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

export class Glance implements Companion, Skimmer {
  /** Room for pieces of a capture: what is read into it need not be copied. */
  readonly room: Uint8Array
  /** It takes no more frames. */
  hasEnded = false
  #isGivenBack = false
  readonly #listener: GlanceListener
  readonly #exports: Exports
  readonly #reader: GlanceReader
  readonly #spare: number
  readonly #spareLength: number
  /** What the record that stopped `skim` was found to be. */
  #sight: number = sights.taken
  /** Flows of the engine of which it wants to hear only what is unusual. */
  readonly #lent = new Map<number, TcpFlow>()
  /** The beginnings of those that are well. */
  readonly #kept = new Map<number, { readonly start: FlowStart; readonly tape: FrameTape }>()

  /** Null where the host runs no WebAssembly: everything is then read in full. */
  static open(listener: GlanceListener): Glance | null {
    const exports = take()
    return exports && new Glance(listener, exports)
  }

  private constructor(listener: GlanceListener, exports: Exports) {
    this.#listener = listener
    this.#exports = exports
    this.#reader = new GlanceReader(exports)
    const { block, blockLength, spare, spareLength } = exports
    this.room = this.#reader.bytes.subarray(block.value, block.value + blockLength.value)
    this.#spare = spare.value
    this.#spareLength = spareLength.value
    this.#exports.clear(Math.trunc(Math.random() * 0x7fffffff))
  }

  get ids(): { value: number } {
    return this.#reader.ids
  }

  /** As `Skimmer` has it. The frame of the record where it stops must be shown next. */
  skim(bytes: Uint8Array, at: number, to: number, frames: number, layout: RecordLayout): number {
    if (this.hasEnded || bytes.buffer !== this.#reader.buffer) return at
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
    this.#sight = this.#reader.result(fields.sight)
    if (this.skimmed > 0) this.#listener.passed(this.latestSeconds, this.latestNanos)
    return next - byteOffset
  }

  get skimmed(): number {
    return this.#reader.result(fields.skimmed)
  }

  get earliestSeconds(): number {
    return this.#reader.secondsResult(fields.earliestSeconds)
  }

  get earliestNanos(): number {
    return this.#reader.result(fields.earliestNanos)
  }

  get latestSeconds(): number {
    return this.#reader.secondsResult(fields.latestSeconds)
  }

  get latestNanos(): number {
    return this.#reader.result(fields.latestNanos)
  }

  get lastSeconds(): number {
    return this.#reader.secondsResult(fields.lastSeconds)
  }

  /** Shows a frame. True where nothing is to be done with it. */
  takes(frame: Frame): boolean {
    const { bytes, from, to } = frame
    let at = bytes.byteOffset + from
    if (bytes.buffer !== this.#reader.buffer) {
      if (to - from > this.#spareLength) return false
      at = this.#spare
      this.#reader.bytes.set(bytes.subarray(from, to), at)
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
          this.#kept.set(flow, {
            start: this.#reader.startOf(flow),
            tape: this.#reader.tapeOf(flow),
          })
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
  ): Recalled {
    if (this.hasEnded) return 'unknown'
    const width = isSix ? 16 : 4
    const at = this.#spare
    for (let i = 0; i < width; i++) {
      this.#reader.bytes[at + i] = bytes[sourceAt + i]!
      this.#reader.bytes[at + width + i] = bytes[destinationAt + i]!
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
      id: this.#reader.idOf(flow),
      end: (reason: FlowEnd | null) => {
        if (this.#kept.has(flow)) this.#end(flow)
        else this.#follow(flow, reason)
      },
    }))
    return unfinished.sort((a, b) => a.id - b.id)
  }

  /** Nothing is asked of it any more: another capture may have its memory. */
  giveBack(): void {
    if (this.#isGivenBack) return
    this.#isGivenBack = true
    this.hasEnded = true
    giveBack(this.#exports)
  }

  /** What a record that stopped `skim` was found to be. */
  #takeSight(): number | null {
    const sight = this.#sight
    this.#sight = sights.taken
    return sight === sights.taken ? null : sight
  }

  #settle(flow: number): void {
    this.#listener.settled(this.#reader.startOf(flow), this.#reader.hellosOf(flow))
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
    if (lent) this.#listener.returned(lent, ...this.#reader.turnsOf(flow))
    this.#exports.follow(flow)
  }

  #follow(flow: number, end: FlowEnd | null = null): void {
    const kept = this.#kept.get(flow)
    this.#kept.delete(flow)
    const start = kept?.start ?? this.#reader.startOf(flow)
    const tape = kept?.tape ?? this.#reader.tapeOf(flow)
    const calm = kept ? this.#reader.calmOf(flow) : null
    // First: the engine asks about the flow when it meets it.
    this.#exports.follow(flow)
    this.#listener.follow(start, tape, calm, end)
  }

  get #told(): number {
    return this.#reader.result(fields.told)
  }
}
