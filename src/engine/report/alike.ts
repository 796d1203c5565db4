// Conversations that failed alike, told once: the first in full, and of the others where they stand.
//
// Alike is what a person would call the same: one cause, one headline, one explanation, ended by the same side. The
// addresses of the two ends make no difference, names and certificates do.

import { count, grouped } from '../wire/count.ts'
import type { ConnectionReport } from './model.ts'

/** Of the others of a group; more of the same tells nobody anything. */
const mentionsMost = 10

/** Addresses of each side that are told apart in a group. */
const addressesMost = 100

/** Characters of what is told in full: some thousand conversations. Beyond it a group takes in its whole cause. */
const toldMost = 16 << 20

/** Where one of the others stands. */
export type Mention = Pick<
  ConnectionReport,
  'id' | 'capture' | 'client' | 'server' | 'firstFrame' | 'lastFrame' | 'firstTime'
>

export interface Group {
  readonly outcome: ConnectionReport['outcome']
  readonly cause: string | null
  /** The others agree with the first in the cause, and may not in what is said of it. */
  readonly byCause: boolean
  readonly first: Mention
  /** The first in full. */
  readonly told: string
  /** How many others there are, and the first ten of them. */
  readonly more: number
  readonly mentions: readonly Mention[]
  /** Addresses on each side: all of them, or a hundred and one. */
  readonly clients: ReadonlySet<string>
  readonly servers: ReadonlySet<string>
  /** When the last of them began. */
  readonly lastTime: string
}

type Draft = { -readonly [Key in keyof Group]: Group[Key] } & {
  mentions: Mention[]
  clients: Set<string>
  servers: Set<string>
}

export class Alike {
  readonly #tell: (connection: ConnectionReport) => string
  readonly #most: number
  readonly #groups = new Map<string, Draft>()
  #told = 0

  /** `tell` puts a conversation into words. `most`: characters of those that are held. */
  constructor(tell: (connection: ConnectionReport) => string, most: number = toldMost) {
    this.#tell = tell
    this.#most = most
  }

  /**
   * Takes a conversation that failed or was cut off; passes over all others. In any order: of all that are alike the one
   * with the lowest number counts as the first.
   */
  add(connection: ConnectionReport): void {
    if (connection.outcome !== 'failed' && connection.outcome !== 'incomplete') return
    const mention = mentionOf(connection)
    const key = keyOf(connection)
    let group = this.#groups.get(key)
    if (!group) {
      const byCause = this.#told > this.#most
      const wide = `${connection.outcome} ${connection.verdict?.cause}`
      group = byCause ? this.#groups.get(wide) : undefined
      if (!group) {
        this.#begin(byCause ? wide : key, byCause, connection, mention)
        return
      }
    }
    group.more++
    noteAddress(group.clients, connection.client.address)
    noteAddress(group.servers, connection.server.address)
    if (connection.firstTime > group.lastTime) group.lastTime = connection.firstTime
    if (mention.id > group.first.id) {
      mentionIn(group, mention)
      return
    }
    mentionIn(group, group.first)
    group.first = mention
    this.#told -= group.told.length
    group.told = this.#tell(connection)
    this.#told += group.told.length
  }

  /** In order of the first of each. */
  groups(): readonly Group[] {
    return [...this.#groups.values()].sort((a, b) => a.first.id - b.first.id)
  }

  #begin(key: string, byCause: boolean, connection: ConnectionReport, first: Mention): void {
    const told = this.#tell(connection)
    this.#told += told.length + key.length
    this.#groups.set(key, {
      byCause,
      outcome: connection.outcome,
      cause: connection.verdict?.cause ?? null,
      first,
      told,
      more: 0,
      mentions: [],
      clients: new Set([connection.client.address]),
      servers: new Set([connection.server.address]),
      lastTime: connection.firstTime,
    })
  }
}

/** What there is more of, as a title. */
export function othersTitle({ more, byCause, outcome }: Group): string {
  const verb = outcome === 'incomplete' ? 'ended' : 'failed'
  return `${grouped(more)} more ${verb} ${byCause ? 'for the same cause' : 'the same way'}`
}

/** `97 clients, 1 server`: of the whole group, its first included. */
export function sidesOf({ clients, servers }: Group): string {
  const side = ({ size }: ReadonlySet<string>, noun: string): string =>
    size > addressesMost ? `over ${addressesMost} ${noun}s` : count(size, noun)
  return `${side(clients, 'client')}, ${side(servers, 'server')}`
}

function mentionOf(connection: ConnectionReport): Mention {
  const { id, capture, client, server, firstFrame, lastFrame, firstTime } = connection
  return { id, capture, client, server, firstFrame, lastFrame, firstTime }
}

/** Keeps those with the lowest numbers, in order. */
function mentionIn(group: Draft, mention: Mention): void {
  const { mentions } = group
  const last = mentions.at(-1)
  if (mentions.length === mentionsMost && last && last.id < mention.id) return
  const at = mentions.findIndex(({ id }) => id > mention.id)
  mentions.splice(at < 0 ? mentions.length : at, 0, mention)
  if (mentions.length > mentionsMost) mentions.pop()
}

function noteAddress(addresses: Set<string>, address: string): void {
  if (addresses.size <= addressesMost) addresses.add(address)
}

function keyOf(connection: ConnectionReport): string {
  const { outcome, verdict } = connection
  if (!verdict) return outcome
  const { cause, rejectedBy, headline, explanation } = verdict
  return [
    outcome,
    cause,
    rejectedBy,
    withoutPlace(headline, connection),
    withoutPlace(explanation, connection),
  ].join('\n')
}

/** Whether it is this frame or host, or another one, is no difference between two failures. */
function withoutPlace(text: string, { client, server }: ConnectionReport): string {
  let left = text.replace(/\bframes? \d+/g, 'frame')
  for (const { address, port } of [server, client])
    left = left
      .replaceAll(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`, '…')
      .replaceAll(address, '…')
  return left
}
