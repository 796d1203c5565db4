// Fragments of IPv4 (RFC 791 §3.2) and IPv6 (RFC 8200 §4.5), put together.

import type { Decoder } from './decode.ts'
import type { Part } from './packet.ts'
import { transport } from './transport.ts'

/** What IPv4 can put together; IPv6's limit is the same without jumbograms, which cannot be fragmented. */
const longest = 65_535
/** Capture seconds before an incomplete datagram is forgotten: what Linux waits. */
const patience = 30
/** Bounds on what waits: a flood of first fragments costs this much and no more. The oldest goes first. */
const mostDatagrams = 1_024
const mostBytes = 4 << 20
/** 64 KiB in the 576 bytes that every path carries is 120 pieces. */
const mostPieces = 256
/** The buffer starts with both addresses, so that the packet's offsets point into one block. */
const addressRoom = 32

interface Piece {
  readonly from: number
  readonly bytes: Uint8Array
  /** The frame that brought it, and where `bytes` begins there. */
  readonly source: Pick<Part, 'frame' | 'seconds' | 'nanos' | 'offset'>
}

interface Datagram {
  readonly seconds: number
  readonly pieces: Piece[]
  held: number
  length: number
}

export class Fragments {
  private readonly datagrams = new Map<string, Datagram>()
  private held = 0

  /** Keeps the piece at `at`; when it was the last one missing, goes on with the whole. */
  add(
    d: Decoder,
    id: number,
    protocol: number,
    at: number,
    offset: number,
    more: boolean,
  ): boolean {
    // A piece that the snap length cut leaves a hole that nothing fills.
    if (d.end < d.whole || d.end <= at || offset + d.end - at > longest || !d.deeper()) return false
    const packet = d.packet
    const width = packet.ipVersion === 4 ? 4 : 16
    const source = d.bytes.slice(packet.sourceAt, packet.sourceAt + width)
    const destination = d.bytes.slice(packet.destinationAt, packet.destinationAt + width)
    const key = `${id} ${protocol} ${source.join('.')} ${destination.join('.')}`
    const seconds = packet.frame.seconds
    let datagram = this.datagrams.get(key)
    if (datagram !== undefined && seconds - datagram.seconds > patience) {
      this.forget(key, datagram)
      datagram = undefined
    }
    if (datagram === undefined) {
      datagram = { seconds, pieces: [], held: 0, length: -1 }
      this.datagrams.set(key, datagram)
    }
    if (!more) datagram.length = offset + d.end - at
    // A fragment within a datagram of fragments has parts of its own.
    for (const part of packet.partsOf(at, d.end - at)) {
      if (datagram.pieces.length >= mostPieces) break
      const bytes = d.bytes.slice(part.at, part.at + part.length)
      this.keep(datagram, offset + part.at - at, bytes, part)
    }
    const isWhole = covers(datagram)
    if (isWhole) this.forget(key, datagram)
    this.bound()
    if (!isWhole) return false
    const { buffer, parts } = join(datagram)
    buffer.set(source, 0)
    buffer.set(destination, 16)
    packet.sourceAt = 0
    packet.destinationAt = 16
    packet.parts = parts
    d.bytes = buffer
    d.end = d.whole = buffer.length
    return transport(d, protocol, addressRoom)
  }

  /** Where pieces overlap the first one wins, as it does for TCP: only what is new of this one is kept. */
  private keep(datagram: Datagram, from: number, bytes: Uint8Array, part: Part): void {
    const { pieces } = datagram
    let at = from
    const to = from + bytes.length
    let i = 0
    while (at < to) {
      while (i < pieces.length && end(pieces[i]!) <= at) i++
      const next = pieces[i]
      const stop = next === undefined ? to : Math.min(to, next.from)
      if (stop > at) {
        const source = { ...part, offset: part.offset + at - from }
        pieces.splice(i, 0, { from: at, bytes: bytes.subarray(at - from, stop - from), source })
        datagram.held += stop - at
        this.held += stop - at
        i++
      }
      at = next === undefined ? to : Math.max(stop, end(next))
    }
  }

  private forget(key: string, datagram: Datagram): void {
    this.held -= datagram.held
    this.datagrams.delete(key)
  }

  private bound(): void {
    for (const [key, datagram] of this.datagrams) {
      if (this.datagrams.size <= mostDatagrams && this.held <= mostBytes) return
      this.forget(key, datagram)
    }
  }
}

function end(piece: Piece): number {
  return piece.from + piece.bytes.length
}

/** Whether nothing of the datagram is missing. */
function covers({ pieces, held, length }: Datagram): boolean {
  if (length < 0 || held < length) return false
  let at = 0
  for (const piece of pieces) {
    if (at >= length) break
    if (piece.from !== at) return false
    at = end(piece)
  }
  return at >= length
}

/** The bytes of a whole datagram, and where they came from. */
function join({ pieces, length }: Datagram): { buffer: Uint8Array; parts: Part[] } {
  const buffer = new Uint8Array(addressRoom + length)
  const parts: Part[] = []
  for (const { from, bytes, source } of pieces) {
    const kept = bytes.subarray(0, Math.max(0, length - from))
    if (kept.length === 0) break
    buffer.set(kept, addressRoom + from)
    const { frame, seconds, nanos, offset } = source
    parts.push({ at: addressRoom + from, frame, seconds, nanos, offset, length: kept.length })
  }
  return { buffer, parts }
}
