// The TCP connections that are known: an open-addressed table, least recently seen first.
//
// Both directions are one flow: the key has the lower address (and port) first, and `side` says which way round the
// packet was. Nothing of what carries the packet is part of the key: it often differs between the directions.

import { flows, flowSize, flowsMost, be32, slots } from './memory'
import { destinationAt, destinationPort, isUdp, six, sourceAt, sourcePort } from './packet'

/** What is made of a flow: nothing yet, looked at, over as far as anybody cares, or followed in full by the engine. */
export const LOOKED: i32 = 1
export const SETTLED: i32 = 2
export const FOLLOWED: i32 = 3
/** Followed by the engine, which wants to hear of it only when something unusual happens. */
export const LENT: i32 = 4
/** Datagrams in which nobody takes an interest. */
export const IGNORED: i32 = 5

/** Lists that flows wait in: those that are looked at or lent, those whose end is near, datagrams, and all others. */
export const LIVE: i32 = 0
export const CLOSING: i32 = 1
export const DATAGRAMS: i32 = 2
export const OTHERS: i32 = 3
const LISTS: i32 = 4

const NONE: i32 = -1

// Fields of a flow, 4 bytes each but the last four.
const lowAt: usize = 0
const highAt: usize = 16
const portsAt: usize = 32
const hashAt: usize = 36
const previousAt: usize = 40
const nextAt: usize = 44
const secondsAt: usize = 48
const lookAt: usize = 52
const clientBaseAt: usize = 56
const serverBaseAt: usize = 60
const idAt: usize = 64
const stageAt: usize = 68
const listAt: usize = 69
const openerAt: usize = 70
/** 1: IPv6; 2: UDP. */
const kindAt: usize = 71
const closedAt: usize = 72

/** Direction of the last packet that was looked up: 0 where its source comes first in the key. */
export let side: i32 = 0
export let count: i32 = 0
let seed: i32 = 0
let mask: i32 = (1 << 12) - 1
let free: i32 = NONE
let used: i32 = 0
/** By list, least recently seen first. */
const heads: usize = memory.data(16)
const tails: usize = memory.data(16)

// The key of the last packet that was looked up.
let low: usize = 0
let high: usize = 0
let ports: i32 = 0
let hash: i32 = 0

/** Forgets every flow. With a seed, so that nobody can make a capture whose flows all fall into one slot. */
export function clear(value: i32): void {
  memory.fill(slots, 0, ((mask as usize) + 1) << 2)
  mask = (1 << 12) - 1
  seed = value
  side = 0
  count = 0
  used = 0
  free = NONE
  memory.fill(heads, 0xff, 16)
  memory.fill(tails, 0xff, 16)
}

export function at(flow: i32): usize {
  return flows + flow * flowSize
}

export function stageOf(flow: i32): i32 {
  return load<u8>(at(flow), stageAt)
}
export function setStage(flow: i32, stage: i32): void {
  store<u8>(at(flow), stage, stageAt)
}
export function lookOf(flow: i32): i32 {
  return load<i32>(at(flow), lookAt)
}
export function setLook(flow: i32, look: i32): void {
  store<i32>(at(flow), look, lookAt)
}
export function idOf(flow: i32): i32 {
  return load<i32>(at(flow), idAt)
}
export function setId(flow: i32, id: i32): void {
  store<i32>(at(flow), id, idAt)
}
/** Side of the key that opened the connection. */
export function openerOf(flow: i32): i32 {
  return load<u8>(at(flow), openerAt)
}
export function setOpener(flow: i32, opener: i32): void {
  store<u8>(at(flow), opener, openerAt)
}
export function setBases(flow: i32, client: i32, server: i32): void {
  store<i32>(at(flow), client, clientBaseAt)
  store<i32>(at(flow), server, serverBaseAt)
}
export function baseOf(flow: i32, direction: i32): i32 {
  return direction == 0 ? load<i32>(at(flow), clientBaseAt) : load<i32>(at(flow), serverBaseAt)
}
/** Bits of the sides that have said that nothing more comes of them: 1 client, 2 server, both after a RST. */
export function closedOf(flow: i32): i32 {
  return load<u8>(at(flow), closedAt)
}
export function close(flow: i32, bits: i32): void {
  store<u8>(at(flow), closedOf(flow) | bits, closedAt)
}
export function isSix(flow: i32): bool {
  return (load<u8>(at(flow), kindAt) & 1) != 0
}
export function listOf(flow: i32): i32 {
  return load<u8>(at(flow), listAt)
}
export function lastSeen(flow: i32): i32 {
  return load<i32>(at(flow), secondsAt)
}

/** The flow of the last packet that was looked up, or -1. */
export let last: i32 = NONE

/** There was a last packet, and its flow is not known. */
export let isNew: bool = false

export function forgetLast(): void {
  last = NONE
  isNew = false
}

/** The flow of the packet, or -1. */
export function find(): i32 {
  let order: i32 = 0
  if (six) {
    for (let i: usize = 0; i < 16 && order == 0; i += 4)
      order = compare(be32(sourceAt + i), be32(destinationAt + i))
  } else order = compare(be32(sourceAt), be32(destinationAt))
  if (order == 0) order = sourcePort - destinationPort
  if (order > 0) {
    side = 1
    low = destinationAt
    high = sourceAt
    ports = (destinationPort << 16) | sourcePort
  } else {
    side = 0
    low = sourceAt
    high = destinationAt
    ports = (sourcePort << 16) | destinationPort
  }
  hash = mix(mix(seed, load<i32>(low)), load<i32>(high))
  if (six)
    for (let i: usize = 4; i < 16; i += 4)
      hash = mix(mix(hash, load<i32>(low + i)), load<i32>(high + i))
  hash = mix(mix(hash, ports), kindOf())
  hash ^= hash >>> 16
  let slot = hash & mask
  let flow = load<i32>(slots + (slot << 2)) - 1
  while (flow >= 0 && !(load<i32>(at(flow), hashAt) == hash && isKey(at(flow)))) {
    slot = (slot + 1) & mask
    flow = load<i32>(slots + (slot << 2)) - 1
  }
  last = flow
  isNew = flow < 0
  return flow
}

function kindOf(): u8 {
  return (six as u8) | ((isUdp as u8) << 1)
}

function compare(a: i32, b: i32): i32 {
  return ((a > b) as i32) - ((a < b) as i32)
}

function mix(h: i32, word: i32): i32 {
  h = (h ^ word) * 0xcc9e2d51
  h ^= h >>> 15
  h *= 0x85ebca6b
  return h ^ (h >>> 13)
}

function isKey(flow: usize): bool {
  if (load<i32>(flow, portsAt) != ports || load<u8>(flow, kindAt) != kindOf()) return false
  if (load<i32>(flow, lowAt) != load<i32>(low) || load<i32>(flow, highAt) != load<i32>(high))
    return false
  if (!six) return true
  for (let i: usize = 4; i < 16; i += 4) {
    if (load<i32>(flow + lowAt + i) != load<i32>(low + i)) return false
    if (load<i32>(flow + highAt + i) != load<i32>(high + i)) return false
  }
  return true
}

/** A flow for what was just looked up and not found. There is room: see `isFull`. */
export function add(stage: i32, list: i32, seconds: i32): i32 {
  if (2 * count > mask) grow()
  let flow = free
  if (flow == NONE) flow = used++
  else free = load<i32>(at(flow), nextAt)
  const here = at(flow)
  memory.fill(here, 0, flowSize)
  const width = six ? 16 : 4
  memory.copy(here + lowAt, low, width)
  memory.copy(here + highAt, high, width)
  store<i32>(here, ports, portsAt)
  store<i32>(here, hash, hashAt)
  store<u8>(here, kindOf(), kindAt)
  store<u8>(here, stage, stageAt)
  last = flow
  isNew = false
  insert(flow)
  count++
  append(flow, list, seconds)
  return flow
}

export function isFull(): bool {
  return count == flowsMost
}

export function remove(flow: i32): void {
  unlink(flow)
  vacate(flow)
  store<i32>(at(flow), free, nextAt)
  store<u8>(at(flow), 0, stageAt)
  free = flow
  count--
}

/** Notes that the flow was seen. Cheap for the many packets of one second. */
export function touch(flow: i32, list: i32, seconds: i32): void {
  if (lastSeen(flow) == seconds && listOf(flow) == list) return
  unlink(flow)
  append(flow, list, seconds)
}

/** The least recently seen flow of a list, or -1. */
export function oldest(list: i32): i32 {
  return load<i32>(heads + (list << 2))
}

/** The flow after this one in its list, or -1. */
export function following(flow: i32): i32 {
  return load<i32>(at(flow), nextAt)
}

function insert(flow: i32): void {
  let slot = load<i32>(at(flow), hashAt) & mask
  while (load<i32>(slots + (slot << 2)) != 0) slot = (slot + 1) & mask
  store<i32>(slots + (slot << 2), flow + 1)
}

/** Empties the flow's slot and moves later ones of the same run back, so that probing needs no tombstones. */
function vacate(flow: i32): void {
  let hole = load<i32>(at(flow), hashAt) & mask
  while (load<i32>(slots + (hole << 2)) != flow + 1) hole = (hole + 1) & mask
  for (let slot = (hole + 1) & mask; ; slot = (slot + 1) & mask) {
    const other = load<i32>(slots + (slot << 2))
    if (other == 0) break
    const home = load<i32>(at(other - 1), hashAt) & mask
    if (((slot - home) & mask) >= ((slot - hole) & mask)) {
      store<i32>(slots + (hole << 2), other)
      hole = slot
    }
  }
  store<i32>(slots + (hole << 2), 0)
}

function grow(): void {
  const before = mask
  mask = 2 * mask + 1
  memory.fill(slots, 0, ((before as usize) + 1) << 2)
  for (let list = 0; list < LISTS; list++)
    for (let flow = oldest(list); flow != NONE; flow = following(flow)) insert(flow)
}

function append(flow: i32, list: i32, seconds: i32): void {
  const here = at(flow)
  const tail = load<i32>(tails + (list << 2))
  store<i32>(here, seconds, secondsAt)
  store<u8>(here, list, listAt)
  store<i32>(here, tail, previousAt)
  store<i32>(here, NONE, nextAt)
  if (tail == NONE) store<i32>(heads + (list << 2), flow)
  else store<i32>(at(tail), flow, nextAt)
  store<i32>(tails + (list << 2), flow)
}

function unlink(flow: i32): void {
  const here = at(flow)
  const list = listOf(flow)
  const previous = load<i32>(here, previousAt)
  const next = load<i32>(here, nextAt)
  if (previous == NONE) store<i32>(heads + (list << 2), next)
  else store<i32>(at(previous), next, nextAt)
  if (next == NONE) store<i32>(tails + (list << 2), previous)
  else store<i32>(at(next), previous, previousAt)
}
