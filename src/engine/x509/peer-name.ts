// The name that a peer was asked for, and whether a certificate covers it. RFC 6125 §6.4, RFC 9525 §6.

import type { GeneralName } from './general-name.ts'

export interface PeerName {
  readonly kind: 'dns' | 'ip' | 'email'
  readonly value: string
}

/** Tells an address from a mailbox from a host name by how it is written. */
export function parsePeerName(text: string): PeerName {
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  if (parseIp(bare) !== null) return { kind: 'ip', value: bare }
  return text.includes('@') ? { kind: 'email', value: text } : { kind: 'dns', value: text }
}

export function isCovered(name: PeerName, names: readonly GeneralName[]): boolean {
  switch (name.kind) {
    case 'dns':
      return names.some((each) => each.kind === 'dns' && isHostCovered(name.value, each.value))
    case 'email':
      return names.some((each) => each.kind === 'email' && isSameMailbox(name.value, each.value))
    case 'ip': {
      const address = parseIp(name.value)
      return names.some(
        (each) =>
          each.kind === 'ip' &&
          each.bytes.length === address?.length &&
          address.every((byte, i) => byte === each.bytes[i]),
      )
    }
  }
}

/** A wildcard stands for exactly one whole label, the left-most. */
export function isHostCovered(host: string, pattern: string): boolean {
  const wanted = host.toLowerCase().replace(/\.$/, '')
  const offered = pattern.toLowerCase()
  if (!offered.startsWith('*.')) return wanted === offered
  const dot = wanted.indexOf('.')
  return dot > 0 && wanted.slice(dot) === offered.slice(1)
}

/** The part before the @ is the mail host's own affair: its case counts. */
export function isSameMailbox(a: string, b: string): boolean {
  const [at, bt] = [a.lastIndexOf('@'), b.lastIndexOf('@')]
  return (
    a.slice(0, at) === b.slice(0, bt) && a.slice(at).toLowerCase() === b.slice(bt).toLowerCase()
  )
}

/** The bytes of an address, four or sixteen; null for what is none. */
export function parseIp(text: string): number[] | null {
  return text.includes(':') ? parseIp6(text) : parseIp4(text)
}

function parseIp4(text: string): number[] | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null
  const bytes = parts.map(Number)
  return bytes.every((byte) => byte < 256) ? bytes : null
}

function parseIp6(text: string): number[] | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head, tail] = halves.map(readGroups)
  if (head === undefined || head === null || tail === null) return null
  if (tail === undefined) return head.length === 16 ? head : null
  const zeros = 16 - head.length - tail.length
  return zeros < 2 ? null : [...head, ...new Array<number>(zeros).fill(0), ...tail]
}

function readGroups(text: string): number[] | null {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [i, group] of groups.entries()) {
    const last = i === groups.length - 1 ? parseIp4(group) : null
    if (last !== null) bytes.push(...last)
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 255)
    else return null
  }
  return bytes
}
