// Finds the flow of a packet: an open-addressed table over columns, with nothing allocated per packet.
//
//   slots    [ entry+1 | 0 | entry+1 | … ]   linear probing, at most half full
//   keys     16 words per entry: both addresses, ports, protocol, hash, and its place in a list
//
// Neither a VLAN nor a tunnel is part of the key: they often differ between the directions of one conversation,
// and a packet seen both in and out of its tunnel is one packet.
//
// Both directions of a flow are one entry: the key has the lower address (and port) first, and the lookup
// says which way round the packet was. Every entry is in one of three lists, least recently seen first.

import { i32 } from './bytes.ts'
import type { Packet } from './packet.ts'

/** Which list an entry waits in: they differ in how long a flow may be idle. */
export const lists = { live: 0, closing: 1, datagrams: 2 } as const
export type List = (typeof lists)[keyof typeof lists]

const words = 16
const portsAt = 8
const kindAt = 9
const hashAt = 10
const previousAt = 11
const nextAt = 12
const secondsAt = 13
const listAt = 14
const none = -1

export class FlowTable {
  /** Direction of the last packet looked up: 0 when its source comes first in the key. */
  side: 0 | 1 = 0
  count = 0
  /** Entries that there is room for now; columns kept beside the table grow along. */
  capacity = 1024
  private slots = new Int32Array(2 * this.capacity)
  private keys = new Int32Array(words * this.capacity)
  private free = none
  private used = 0
  private readonly heads = new Int32Array(3).fill(none)
  private readonly tails = new Int32Array(3).fill(none)
  private readonly scratch = new Int32Array(11)
  /** So that nobody can make a capture whose flows all fall into one slot. */
  private readonly seed = Math.trunc(Math.random() * 0x7fffffff)

  /** The entry of the packet's flow, or -1. */
  find(packet: Packet): number {
    const { bytes, sourceAt, destinationAt, sourcePort, destinationPort } = packet
    const six = packet.ipVersion === 6
    return this.lookUp(
      bytes,
      six,
      sourceAt,
      destinationAt,
      sourcePort,
      destinationPort,
      packet.protocol,
    )
  }

  lookUp(
    bytes: Uint8Array,
    six: boolean,
    sourceAt: number,
    destinationAt: number,
    sourcePort: number,
    destinationPort: number,
    protocol: number,
  ): number {
    const key = this.scratch
    const addressWords = six ? 4 : 1
    let order = 0
    for (let i = 0; i < addressWords && order === 0; i++) {
      order = i32(bytes, sourceAt + 4 * i) - i32(bytes, destinationAt + 4 * i)
    }
    if (order === 0) order = sourcePort - destinationPort
    const swap = order > 0
    this.side = swap ? 1 : 0
    const lowAt = swap ? destinationAt : sourceAt
    const highAt = swap ? sourceAt : destinationAt
    if (six) {
      for (let i = 0; i < 4; i++) {
        key[i] = i32(bytes, lowAt + 4 * i)
        key[4 + i] = i32(bytes, highAt + 4 * i)
      }
    } else {
      key[0] = i32(bytes, lowAt)
      key[4] = i32(bytes, highAt)
      key[1] = key[2] = key[3] = key[5] = key[6] = key[7] = 0
    }
    key[portsAt] = swap
      ? (destinationPort << 16) | sourcePort
      : (sourcePort << 16) | destinationPort
    key[kindAt] = (protocol << 1) | (six ? 1 : 0)
    const hash = hashOf(key, this.seed, six)
    key[hashAt] = hash
    const mask = this.slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot]! - 1
      if (entry < 0) return none
      if (this.keys[entry * words + hashAt] === hash && this.isKeyOf(entry)) return entry
    }
  }

  /** Makes an entry for what was just looked up and not found. */
  add(list: List, seconds: number): number {
    if (this.count === this.capacity) this.grow()
    let entry = this.free
    if (entry === none) entry = this.used++
    else this.free = this.keys[entry * words + nextAt]!
    this.keys.set(this.scratch, entry * words)
    this.insert(entry)
    this.count++
    this.append(entry, list, seconds)
    return entry
  }

  remove(entry: number): void {
    this.unlink(entry)
    this.vacate(entry)
    this.keys[entry * words + nextAt] = this.free
    this.free = entry
    this.count--
  }

  /** Notes that the entry was seen. Cheap for the many packets of one second. */
  touch(entry: number, list: List, seconds: number): void {
    const at = entry * words
    if (this.keys[at + secondsAt] === seconds && this.keys[at + listAt] === list) return
    this.unlink(entry)
    this.append(entry, list, seconds)
  }

  /** The least recently seen entry of a list, or -1. */
  oldest(list: List): number {
    return this.heads[list]!
  }

  lastSeen(entry: number): number {
    return this.keys[entry * words + secondsAt]!
  }

  listOf(entry: number): List {
    return this.keys[entry * words + listAt] as List
  }

  private isKeyOf(entry: number): boolean {
    const { keys, scratch } = this
    const at = entry * words
    for (let i = 0; i < hashAt; i++) if (keys[at + i] !== scratch[i]) return false
    return true
  }

  private insert(entry: number): void {
    const { slots } = this
    const mask = slots.length - 1
    let slot = this.keys[entry * words + hashAt]! & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = entry + 1
  }

  /** Empties the entry's slot and moves later ones of the same run back, so that probing needs no tombstones. */
  private vacate(entry: number): void {
    const { slots, keys } = this
    const mask = slots.length - 1
    let hole = keys[entry * words + hashAt]! & mask
    while (slots[hole] !== entry + 1) hole = (hole + 1) & mask
    for (let slot = (hole + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const home = keys[(slots[slot]! - 1) * words + hashAt]! & mask
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        slots[hole] = slots[slot]!
        hole = slot
      }
    }
    slots[hole] = 0
  }

  private append(entry: number, list: List, seconds: number): void {
    const { keys, heads, tails } = this
    const at = entry * words
    const tail = tails[list]!
    keys[at + secondsAt] = seconds
    keys[at + listAt] = list
    keys[at + previousAt] = tail
    keys[at + nextAt] = none
    if (tail === none) heads[list] = entry
    else keys[tail * words + nextAt] = entry
    tails[list] = entry
  }

  private unlink(entry: number): void {
    const { keys, heads, tails } = this
    const at = entry * words
    const list = keys[at + listAt]!
    const previous = keys[at + previousAt]!
    const next = keys[at + nextAt]!
    if (previous === none) heads[list] = next
    else keys[previous * words + nextAt] = next
    if (next === none) tails[list] = previous
    else keys[next * words + previousAt] = previous
  }

  private grow(): void {
    this.capacity *= 2
    const keys = new Int32Array(words * this.capacity)
    keys.set(this.keys)
    this.keys = keys
    this.slots = new Int32Array(2 * this.capacity)
    for (let entry = 0; entry < this.used; entry++) this.insert(entry)
  }
}

/** Mixes the words that can differ; for IPv4 the other address words are 0. Finish as in MurmurHash3. */
function hashOf(key: Int32Array, seed: number, six: boolean): number {
  let h = mix(mix(mix(seed, key[0]!), key[4]!), key[portsAt]!)
  if (six) {
    for (let i = 1; i < 4; i++) h = mix(mix(h, key[i]!), key[4 + i]!)
  }
  h = mix(h, key[kindAt]!)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function mix(h: number, word: number): number {
  h = Math.imul(h ^ word, 0xcc9e2d51)
  return ((h << 15) | (h >>> 17)) ^ Math.imul(word, 0x1b873593)
}
