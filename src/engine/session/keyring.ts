// All keys given to a run, and the openers made of them.
//
// This file and what it imports is the only way to the cryptography of records: load it when there are keys.

import type { CaptureFile } from '../capture/frame.ts'
import { parseKeyLog, type KeyLog } from '../capture/keylog.ts'
import { hex } from '../crypto/octets.ts'
import { byteLength, bytesOf } from '../crypto/integer.ts'
import { decryptPkcs1, type RsaPrivateKey } from '../crypto/rsa.ts'
import { DtlsOpener } from './opener-dtls.ts'
import type { RecordOpener } from './opener.ts'
import { QuicOpener } from './opener-quic.ts'
import { TlsOpener } from './opener-tls.ts'

export interface KeySources {
  /** Key log files, and key logs that a pcapng file carries. */
  readonly keyLogs?: readonly KeyLog[]
  /** Private keys of servers. */
  readonly rsaKeys?: readonly RsaPrivateKey[]
  /** A pre-shared key; it is used whatever identity the client names. */
  readonly psk?: Uint8Array | null
}

// The type of a pcapng decryption secrets block that holds a key log: "TLSK".
const tlsKeyLog = 0x544c_534b

// A day of a busy server's resumable sessions; the oldest are forgotten first.
const maxLearned = 20_000

export class KeyRing {
  readonly rsaKeys: RsaPrivateKey[]
  readonly psk: Uint8Array | null
  private readonly keyLogs: KeyLog[]
  private readonly watched: { readonly secrets: CaptureFile['secrets']; taken: number }[] = []
  /** Master secrets that conversations were seen to agree on, by session ID or ticket. */
  private readonly learned = new Map<string, Uint8Array>()

  constructor(sources: KeySources = {}) {
    this.keyLogs = [...(sources.keyLogs ?? [])]
    this.rsaKeys = [...(sources.rsaKeys ?? [])]
    this.psk = sources.psk ?? null
  }

  /** Uses what a capture file carries, as far as it has been read whenever a secret is looked for. */
  watch(secrets: CaptureFile['secrets']): void {
    this.watched.push({ secrets, taken: 0 })
  }

  get isEmpty(): boolean {
    return !this.hasKeyLog && this.rsaKeys.length === 0 && this.psk === null
  }

  get hasKeyLog(): boolean {
    return this.logs().some((log) => log.count > 0)
  }

  /** The opener of one conversation over a stream. */
  openerFor(): RecordOpener {
    return new TlsOpener(this)
  }

  dtlsOpenerFor(): DtlsOpener {
    return new DtlsOpener(this)
  }

  quicOpenerFor(): QuicOpener {
    return new QuicOpener(this)
  }

  /** A secret of the key log by its label, for instance `CLIENT_RANDOM`. */
  findSecret(label: string, clientRandom: Uint8Array): Uint8Array | null {
    const random = hex(clientRandom)
    for (const log of this.logs()) {
      const secret = log.secrets.get(label)?.get(random)
      if (secret !== undefined) return secret
    }
    return null
  }

  /** The premaster secret behind an encrypted one: from the key log, or by a private key that opens it. */
  findPremaster(sealed: Uint8Array, certificate: Uint8Array | null): Uint8Array | null {
    const name = hex(sealed.subarray(0, 8))
    for (const log of this.logs()) {
      const premaster = log.premasters.get(name)
      if (premaster !== undefined) return premaster
    }
    const fitting = this.rsaKeys.filter((key) => certificate === null || isKeyOf(key, certificate))
    for (const key of fitting) {
      const premaster = decryptPkcs1(key, sealed)
      if (premaster?.length === 48) return premaster
    }
    return null
  }

  /** Does one of the private keys belong to a certificate of this message? */
  hasKeyFor(certificate: Uint8Array): boolean {
    return this.rsaKeys.some((key) => isKeyOf(key, certificate))
  }

  /** The master secret of a session that is resumed by this ID or ticket. */
  findSession(idOrTicket: Uint8Array): Uint8Array | null {
    if (idOrTicket.length === 0) return null
    const name = hex(idOrTicket)
    for (const log of this.logs()) {
      const master = log.sessions.get(name)
      if (master !== undefined) return master
    }
    return this.learned.get(name) ?? null
  }

  learnSession(idOrTicket: Uint8Array, master: Uint8Array): void {
    if (idOrTicket.length === 0) return
    if (this.learned.size >= maxLearned)
      for (const oldest of this.learned.keys()) {
        this.learned.delete(oldest)
        break
      }
    this.learned.set(hex(idOrTicket), master)
  }

  private logs(): readonly KeyLog[] {
    for (const file of this.watched)
      for (; file.taken < file.secrets.length; file.taken++) {
        const { type, bytes } = file.secrets[file.taken]!
        if (type === tlsKeyLog) this.keyLogs.push(parseKeyLog(new TextDecoder().decode(bytes)))
      }
    return this.keyLogs
  }
}

/** A certificate holds its modulus in full, and nothing else in it looks like one. */
function isKeyOf(key: RsaPrivateKey, certificate: Uint8Array): boolean {
  const modulus = bytesOf(key.modulus, byteLength(key.modulus))
  const last = certificate.length - modulus.length
  for (let at = certificate.indexOf(modulus[0]!); at >= 0 && at <= last;) {
    if (modulus.every((byte, i) => certificate[at + i] === byte)) return true
    at = certificate.indexOf(modulus[0]!, at + 1)
  }
  return false
}
