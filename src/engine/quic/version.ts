// What a version number changes: how packets are laid out and protected. RFC 9000 §15, RFC 9369 §3.

import { unhex } from '../crypto/octets.ts'
import type { QuicLabels } from '../crypto/quic-keys.ts'
import { quicVersionRows } from '../registry/tables/quic-versions.ts'
import type { QuicVersionRow } from '../registry/tables/quic-versions.ts'
import type { LongPacketKind } from './packet.ts'

/** How Initial packets of a version are protected, with keys that anybody can make. */
export interface InitialProtection {
  readonly salt: Uint8Array
  readonly labels: QuicLabels
}

export interface RetryProtection {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
}

const rows = new Map<number, QuicVersionRow>(quicVersionRows.map((row) => [row.codepoint, row]))

/** The registry's row; undefined for numbers that it does not know, reserved ones too. */
export function findVersion(version: number): QuicVersionRow | undefined {
  return rows.get(version)
}

/** `0x?a?a?a?a`: no version, but offered to see whether the peer negotiates. RFC 9000 §15. */
export function isReservedVersion(version: number): boolean {
  return (version & 0x0f0f0f0f) === 0x0a0a0a0a
}

/** Google's own handshake (CHLO and REJ, not TLS): versions Q0xx. */
export function isGoogleHandshake(version: number): boolean {
  return version >>> 16 === 0x5130
}

/** Null where Initial packets can't be opened: an unknown version, or one whose packets look different. */
export function initialProtection(version: number): InitialProtection | null {
  const row = rows.get(version)
  if (row === undefined || row.initialSalt === '' || row.labelKey === '') return null
  return { salt: unhex(row.initialSalt), labels: labelsOf(row) }
}

/** What the tag of a Retry is made with; null for versions whose Retry has none that is known. */
export function retryProtection(version: number): RetryProtection | null {
  const { retryKey = '', retryNonce = '' } = rows.get(version) ?? {}
  return retryKey === '' ? null : { key: unhex(retryKey), nonce: unhex(retryNonce) }
}

export function labelsOf(row: QuicVersionRow): QuicLabels {
  return { key: row.labelKey, iv: row.labelIv, hp: row.labelHp, ku: row.labelKu }
}

/** The kind of a long header by its two type bits; null where the version does not tell. */
export function longPacketKind(version: number, bits: number): LongPacketKind | null {
  for (const named of rows.get(version)?.longHeaderTypes.split(', ') ?? []) {
    const [kind = '', value] = named.split(' ')
    if (Number(value) === bits) return kinds[kind] ?? null
  }
  return null
}

const kinds: Readonly<Record<string, LongPacketKind>> = {
  Initial: 'initial',
  '0-RTT': '0-rtt',
  Handshake: 'handshake',
  Retry: 'retry',
}

/**
 * How a long header says the lengths of its connection IDs. Drafts 17 to 21, and Google's versions 44 to 49
 * after them, packed both into one byte; RFC 8999 gives each a byte of its own, and no registry lists this.
 */
export function connectionIdForm(version: number): 'bytes' | 'nibbles' {
  const draft = version >= 0xff00_0011 && version <= 0xff00_0015
  const google = (version >>> 16 === 0x5130 || version >>> 16 === 0x5430) && isForties(version)
  return draft || google ? 'nibbles' : 'bytes'
}

function isForties(version: number): boolean {
  return ((version >>> 8) & 0xff) === 0x34 && (version & 0xff) >= 0x34
}
