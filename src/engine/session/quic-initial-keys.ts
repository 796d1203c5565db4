// Keys of Initial packets: public, made from a connection ID. RFC 9001 §5.2.

import { initialSecrets, initialSuite, openPacket, quicKeys } from '../crypto/quic-keys.ts'
import type { OpenedPacket, QuicKeys } from '../crypto/quic-keys.ts'
import { hex, unhex } from '../crypto/octets.ts'
import type { ProtectedPacket } from '../quic/packet.ts'
import { initialProtection } from '../quic/version.ts'
import type { Side } from '../wire/span.ts'

/** Sets of Initial keys: the first connection ID, that of a Retry, both in two versions, and a few for stray packets. */
const keySetsMost = 8

/** Packets of a conversation whose Initial keys do not fit before no more are tried. */
const failuresMost = 32

export class QuicInitialKeys {
  /** By version and connection ID. */
  readonly #sets = new Map<string, Record<Side, QuicKeys>>()
  #failures = 0

  /** The client begins anew. */
  clear(): void {
    this.#sets.clear()
  }

  /** `whole` is the packet, `largest` the largest number opened so far. */
  open(
    from: Side,
    { version, destinationId }: ProtectedPacket,
    whole: Uint8Array,
    numberAt: number,
    largest: number,
  ): OpenedPacket | null {
    if (this.#failures >= failuresMost) return null
    for (const [name, keys] of this.#sets) {
      if (!name.startsWith(`${version} `)) continue
      const opened = openPacket(keys[from], whole, numberAt, largest)
      if (opened) return opened
    }
    // The ID that made the keys: of the client's first packet, after a Retry the one that the server gave. A server
    // that goes on in another version (RFC 9368) keeps the client's ID and takes the salt of its own version.
    const ids =
      from === 'client'
        ? [destinationId]
        : [...this.#sets.keys()].map((name) => unhex(name.split(' ')[1] ?? ''))
    for (const id of ids) {
      const keys = makeKeys(version, id)
      const opened = keys && openPacket(keys[from], whole, numberAt, largest)
      if (!opened) continue
      if (this.#sets.size < keySetsMost) this.#sets.set(`${version} ${hex(id)}`, keys)
      return opened
    }
    this.#failures++
    return null
  }
}

function makeKeys(version: number, id: Uint8Array): Record<Side, QuicKeys> | null {
  const protection = initialProtection(version)
  if (!protection) return null
  const secrets = initialSecrets(protection.salt, id)
  const client = quicKeys(initialSuite, secrets.client, protection.labels)
  const server = quicKeys(initialSuite, secrets.server, protection.labels)
  return client && server ? { client, server } : null
}
