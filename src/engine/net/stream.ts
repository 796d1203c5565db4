// One direction of a TCP connection: its bytes in order, and what its segments tell. RFC 9293.
//
//        delivered            hole        waiting
//   |==================|..............|=====|     |====|
//   0                  next           pieces, sorted, never overlapping
//
// Positions count bytes from the first after the SYN (or from the first seen), so that they never wrap.

import type { Moment } from '../wire/moment.ts'
import type { Direction, Flow, FlowListener, Origin } from './flow.ts'
import { Mark, markOf } from './mark.ts'
import type { Packet } from './packet.ts'
import { fingerprint, type Recent } from './recent.ts'
import { StreamFacts } from './stream-facts.ts'
import type { Turn } from './turn.ts'
import { differs, insert, piecesOf, seenAmong, type Piece } from './waiting-piece.ts'

/** What a stream shares with all others. */
export interface Workshop {
  readonly listener: FlowListener
  readonly recent: Recent
  readonly origin: Origin
  /** Bytes that wait in all streams together. */
  held: number
}

/** A handshake and its reordering fit many times over; whoever exceeds a bound has its hole given up. */
const mostHeld = 1 << 20
const mostPieces = 1024
/** 64 streams may fill their share at once. */
const mostHeldOverall = 64 << 20
/** Segments that a capture may show late: an ACK taken before the data that it acknowledges. */
const latePackets = 4
const lateSeconds = 1
/** RFC 9293 §3.4: a window is below 2^30, so what is further away belongs to something else. */
const farthest = 0x40000000
const mostResets = 8
/** A segment that fills a hole sooner than this overtook nothing: it was only late (Wireshark's limit). */
const reorderSeconds = 0.003
/** Bytes from the start within which changed retransmissions are looked for: handshakes are shorter. */
const watched = 65_536

export class Stream extends StreamFacts {
  private readonly flow: Flow
  private readonly direction: Direction
  private readonly shop: Workshop
  private readonly slot: number
  private known = false
  /** Sequence number of the byte at `next`, as a signed integer. */
  private nextSeq = 0
  private next = 0
  private ackSeq = 0
  private finAt = -1
  private largestSent = 0
  private stalledAt = -1
  private waiting: Piece[] = []
  private held = 0
  private late = 0
  private lateSince = 0
  private holeSince = 0

  constructor(flow: Flow, direction: Direction, shop: Workshop, slot: number) {
    super()
    this.flow = flow
    this.direction = direction
    this.shop = shop
    this.slot = slot
  }

  /** Sequence number of position 0. */
  get base(): number {
    return (this.nextSeq - this.next) | 0
  }

  get isKnown(): boolean {
    return this.known
  }

  /** Number of the next byte. */
  get nextNumber(): number {
    return this.nextSeq
  }

  /** It goes on, and nothing is missing or late. */
  get isQuiet(): boolean {
    return this.known && this.finAt < 0 && this.waiting.length === 0
  }

  get isFinished(): boolean {
    return this.finAt >= 0
  }

  get isWaiting(): boolean {
    return this.waiting.length > 0
  }

  /** Whether the next byte is the one with this number. */
  isOpenAt(seq: number): boolean {
    return ((seq - this.nextSeq) | 0) === 0 && this.known
  }

  synchronize(packet: Packet): void {
    if (this.syn === null) {
      this.syn = markOf(packet)
      if (packet.maximumSegmentSize > 0) this.maximumSegmentSize = packet.maximumSegmentSize
    }
    this.syns++
    this.lastSyn = markOf(packet)
    if (!this.known || (this.next === 0 && this.sent === 0)) this.begin(packet.seq + 1)
  }

  finish(packet: Packet, seq: number): void {
    if (!this.known) this.begin(seq)
    this.fin ??= markOf(packet)
    if (this.finAt < 0) this.finAt = this.positionOf(seq) + packet.payloadWhole
  }

  reset(packet: Packet): void {
    if (this.resets.length < mostResets) this.resets.push(markOf(packet))
  }

  see(packet: Packet): void {
    this.last ??= new Mark()
    this.last.set(packet)
  }

  /** The peer says that it has everything before `ack`. */
  acknowledge(ack: number): void {
    if (!this.known) this.begin(ack)
    const step = (ack - this.ackSeq) | 0
    if (step <= 0 || step > farthest) return
    const before = this.ackSeq
    this.ackSeq = ack | 0
    this.acknowledged += step
    if (this.finAt >= 0 && this.acknowledged > this.finAt) this.acknowledged = this.finAt
    if (this.stalledAt >= 0 && this.acknowledged > this.stalledAt) {
      this.stalledAt = -1
      this.stalledRetransmissions = 0
      this.stalledLength = 0
      this.firstStalled = null
      this.lastStalled = null
    }
    if (this.largestAcknowledged < this.largestSent) {
      const longest = this.shop.recent.longestWithin(this.slot, before, this.ackSeq)
      if (longest > this.largestAcknowledged) this.largestAcknowledged = longest
    }
  }

  /** Takes over from somebody who saw every segment come in its turn. */
  catchUp({ passed, last, lastData, fin }: Turn): void {
    this.next += passed
    this.nextSeq = (this.nextSeq + passed) | 0
    this.streamBytes += passed
    this.sent = Math.max(this.sent, this.next)
    this.last = last ?? this.last
    this.lastData = lastData ?? this.lastData
    if (fin === null) return
    this.fin = fin
    this.finAt = this.next
  }

  data(packet: Packet, seq: number): void {
    const length = packet.payloadWhole
    if (!this.known) this.begin(seq)
    const ahead = (seq - this.nextSeq) | 0
    if (ahead > farthest || ahead < -farthest) return
    const position = this.next + ahead
    // A keep-alive repeats the last byte that was acknowledged, or makes one up (RFC 9293 §3.8.4).
    if (length === 1 && position === this.acknowledged - 1) return
    const print = this.next < watched && !this.flow.done ? fingerprint(packet) : 0
    const isNew = position >= this.sent
    if (!isNew) this.noteRepetition(packet, position, length, print)
    if (this.firstData === null) {
      this.firstData = markOf(packet)
      this.lastData = new Mark()
    }
    this.lastData!.set(packet)
    if (this.resets.length > 0) this.dataAfterReset ??= markOf(packet)
    if (length > this.largestSent) this.largestSent = length
    this.shop.recent.note(this.slot, packet, print)
    if (position + length > this.sent) this.sent = position + length
    const captured = packet.payloadTo - packet.payloadFrom
    if (captured < length && !this.flow.done) this.truncatedFrames++
    if (ahead === 0 && this.waiting.length === 0) {
      this.passOn(packet, packet.payloadFrom, captured, length)
    } else {
      this.place(packet, position, captured, length)
    }
  }

  /** Called after each packet of the flow while something waits: did the capture lose what the peer has? */
  consider(packet: Packet): void {
    if (this.acknowledged <= this.next) return
    const { seconds } = packet.frame
    if (this.late === 0) this.lateSince = seconds
    this.late++
    if (this.late < latePackets && seconds - this.lateSince <= lateSeconds) return
    this.giveUp()
  }

  /** The flow is over: what waits is handed over with its holes. */
  flush(): void {
    while (this.waiting.length > 0) this.giveUp()
    // An ACK one past the end acknowledges a FIN that the capture lacks.
    const missing = this.acknowledged - this.next
    if (missing > 1 || (missing === 1 && this.finAt >= 0)) {
      const frame = this.last?.frame ?? 0
      this.skip(missing, true, frame)
    }
  }

  private begin(seq: number): void {
    this.known = true
    this.nextSeq = seq | 0
    this.ackSeq = seq | 0
  }

  private positionOf(seq: number): number {
    return this.next + ((seq - this.nextSeq) | 0)
  }

  private noteRepetition(packet: Packet, position: number, length: number, print: number): void {
    const seen = this.seenOf(position, length)
    if (print !== 0 && seen > 0 && this.shop.recent.conflicts(this.slot, packet, print)) {
      this.conflicting ??= packet.frame.number
    }
    // One byte that was sent before was a probe of a closed window.
    const isLateOnly = seen === 0 && secondsOf(packet) - this.holeSince < reorderSeconds
    if (isLateOnly || (seen === 1 && length > 1)) return
    this.retransmissions++
    this.shop.recent.discredit(this.slot, packet)
    if (position > this.acknowledged || position + length <= this.acknowledged) return
    if (this.stalledAt !== this.acknowledged) {
      this.stalledAt = this.acknowledged
      this.stalledRetransmissions = 0
      this.stalledLength = length
      this.firstStalled = markOf(packet)
      this.lastStalled = new Mark()
    }
    this.stalledRetransmissions++
    this.lastStalled!.set(packet)
  }

  /** How many bytes of a range the capture has already shown. */
  private seenOf(position: number, length: number): number {
    const passed = Math.max(0, Math.min(position + length, this.next) - position)
    return passed + seenAmong(this.waiting, position, length)
  }

  /** Bytes whose turn it is, straight out of the frame. */
  private passOn(packet: Packet, from: number, captured: number, length: number): void {
    const { frame } = packet
    this.streamBytes += captured
    this.next += captured
    this.nextSeq = (this.nextSeq + captured) | 0
    if (packet.parts !== null) {
      for (const part of packet.partsOf(from, captured))
        this.tell(packet.bytes, part.at, part.length, part, part.frame, part.offset)
    } else if (captured > 0) {
      this.tell(packet.bytes, from, captured, frame, frame.number, from - frame.from)
    }
    if (captured < length) this.skip(length - captured, true, frame.number)
  }

  private tell(
    bytes: Uint8Array,
    from: number,
    length: number,
    { seconds, nanos }: Moment,
    frame: number,
    offset: number,
  ): void {
    if (this.flow.done) return
    const { origin, listener } = this.shop
    origin.frame = frame
    origin.seconds = seconds
    origin.nanos = nanos
    origin.offset = offset
    listener.data(this.flow, this.direction, bytes, from, from + length, origin)
  }

  /** Hands over or keeps the parts of a segment that nothing else has brought: the first copy wins. */
  private place(packet: Packet, position: number, captured: number, length: number): void {
    const end = position + length
    const start = position
    if (position < this.next) position = this.next
    while (position < end) {
      const covering = this.waiting.find((piece) => piece.position + piece.length > position)
      const stop = covering === undefined ? end : Math.min(end, covering.position)
      if (stop > position) {
        const from = position - start
        const have = Math.max(0, Math.min(captured, stop - start) - from)
        if (position === this.next)
          this.passOn(packet, packet.payloadFrom + from, have, stop - position)
        else this.hold(packet, position, packet.payloadFrom + from, have, stop - position)
        position = stop
      } else {
        const overlapEnd = Math.min(end, covering!.position + covering!.length)
        if (differs(packet, position - start, captured, covering!, position, overlapEnd)) {
          this.conflicting ??= packet.frame.number
        }
        position = overlapEnd
      }
    }
    this.drain()
    while (this.isOverfull()) this.giveUp()
  }

  private isOverfull(): boolean {
    if (this.waiting.length === 0) return false
    if (this.held > mostHeld || this.waiting.length > mostPieces) return true
    return this.shop.held > mostHeldOverall
  }

  private hold(
    packet: Packet,
    position: number,
    from: number,
    captured: number,
    length: number,
  ): void {
    if (this.waiting.length === 0) {
      this.late = 0
      this.holeSince = secondsOf(packet)
    }
    this.streamBytes += captured
    const keeps = !this.flow.done
    const pieces = piecesOf(packet, position, from, captured, length, keeps)
    for (const { bytes } of pieces) {
      const size = bytes?.length ?? 0
      this.held += size
      this.shop.held += size
    }
    insert(this.waiting, pieces)
  }

  private drain(): void {
    while (this.waiting.length > 0 && this.waiting[0]!.position === this.next) {
      this.late = 0
      this.handOver(this.waiting.shift()!)
    }
  }

  private handOver(piece: Piece): void {
    const captured = piece.bytes?.length ?? piece.length
    const size = piece.bytes?.length ?? 0
    this.held -= size
    this.shop.held -= size
    this.next += captured
    this.nextSeq = (this.nextSeq + captured) | 0
    if (piece.bytes !== null && captured > 0)
      this.tell(piece.bytes, 0, captured, piece, piece.frame, piece.offset)
    if (captured < piece.length) this.skip(piece.length - captured, true, piece.frame)
  }

  /** Skips the first hole, the part that the peer acknowledged apart from the rest, and goes on behind it. */
  private giveUp(): void {
    const piece = this.waiting[0]
    if (piece === undefined) return
    const acknowledged = Math.min(this.acknowledged, piece.position) - this.next
    if (acknowledged > 0) this.skip(acknowledged, true, piece.frame)
    if (piece.position > this.next) this.skip(piece.position - this.next, false, piece.frame)
    this.drain()
  }

  private skip(length: number, acknowledged: boolean, frame: number): void {
    this.firstHole ??= { frame, length, at: this.next }
    if (acknowledged) this.missingAcknowledged += length
    else this.missingUnacknowledged += length
    this.next += length
    this.nextSeq = (this.nextSeq + length) | 0
    if (this.flow.done) return
    const { origin, listener } = this.shop
    origin.frame = frame
    listener.gap(this.flow, this.direction, length, acknowledged, origin)
  }
}

function secondsOf(packet: Packet): number {
  return packet.frame.seconds + packet.frame.nanos / 1e9
}
