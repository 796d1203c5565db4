// Recorded conversations of `fixtures/records`, and a small conversation that hands their records to an opener.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadKeys } from '../src/cli/keys.ts'
import { parseKeyLog } from '../src/engine/capture/keylog.ts'
import { KeyRing } from '../src/engine/session/keyring.ts'
import type { KeyNotes } from '../src/engine/session/keys.ts'
import type { Side } from '../src/engine/wire/span.ts'

const folder = join(import.meta.dirname, '../fixtures/records')

export interface RawRecord {
  readonly from: Side
  readonly type: number
  readonly version: number
  readonly payload: Uint8Array
}

export interface Recording {
  readonly name: string
  readonly what: string
  /** A new ring each time: rings learn sessions. */
  readonly makeRing: () => Promise<KeyRing>
  readonly connections: readonly (readonly RawRecord[])[]
}

export function loadRecordings(): Recording[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => parseRecording(file.slice(0, -4), readFileSync(join(folder, file), 'utf8')))
}

function parseRecording(name: string, text: string): Recording {
  const lines = text.trimEnd().split('\n')
  const valuesOf = (word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))
  const makeRing = async (): Promise<KeyRing> => {
    const keyLog = valuesOf('keylog').join('\n')
    if (keyLog !== '') return new KeyRing({ keyLogs: [parseKeyLog(keyLog)] })
    const key = valuesOf('key').map((file) => join(folder, file))
    return await loadKeys({ keylog: [], key, psk: valuesOf('psk')[0], password: undefined })
  }
  const connections = text
    .split('\nconnection\n')
    .slice(1)
    .map((part) => recordsOf(part))
  return { name, what: lines[0]!.slice(2), makeRing, connections }
}

function recordsOf(part: string): RawRecord[] {
  return part
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [from, hex] = line.split(' ') as [Side, string]
      const bytes = new Uint8Array(Buffer.from(hex, 'hex'))
      const view = new DataView(bytes.buffer)
      const records: RawRecord[] = []
      for (let at = 0; at < bytes.length;) {
        const to = at + 5 + view.getUint16(at + 3)
        const [type, version] = [view.getUint8(at), view.getUint16(at + 1)]
        records.push({ from, type, version, payload: bytes.slice(at + 5, to) })
        at = to
      }
      return records
    })
}

export interface Outcome {
  readonly notes: KeyNotes
  /** Indices of the protected records, and of those that stayed closed. */
  readonly sealed: readonly number[]
  readonly closed: readonly number[]
}

/** Leaves out the records in `missing`, and tells the opener so. */
export function replay(
  records: readonly RawRecord[],
  ring: KeyRing,
  missing: ReadonlySet<number> = new Set(),
): Outcome {
  const opener = ring.openerFor()
  const enciphered = { client: false, server: false }
  const pending = { client: Buffer.alloc(0), server: Buffer.alloc(0) }
  const sealed: number[] = []
  const closed: number[] = []
  let modern = false
  for (const [index, { from, type, version, payload }] of records.entries()) {
    if (missing.has(index)) {
      opener.missed(from)
      continue
    }
    const isSealed = type === 23 || (enciphered[from] && type !== 20)
    if (isSealed) sealed.push(index)
    const record = isSealed
      ? opener.open(from, type, version, payload)
      : { type, plaintext: payload }
    if (record === null) closed.push(index)
    else if (record.type === 20 && !modern) {
      opener.changeCipherSpec(from)
      enciphered[from] = true
    } else if (record.type === 22) {
      let bytes = Buffer.concat([pending[from], record.plaintext])
      while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUIntBE(1, 3)) {
        const message = new Uint8Array(bytes.subarray(0, 4 + bytes.readUIntBE(1, 3)))
        bytes = bytes.subarray(message.length)
        modern ||= message[0] === 2 && Buffer.from(message).includes(supportsTls13)
        opener.handshake(from, message)
      }
      pending[from] = bytes
    }
  }
  return { notes: opener.notes, sealed, closed }
}

/** The supported_versions extension of a ServerHello that chooses TLS 1.3. */
const supportsTls13 = Buffer.from('002b00020304', 'hex')
