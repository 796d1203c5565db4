// Pre-shared keys: whether one is in play, and whose it says it is.

import { pskIdentities } from '../tls/hello.ts'
import type { Story } from './story.ts'

/** A ticket of resumption is long and random; an identity that people give is short and can be read. */
const longestIdentity = 128

/** A suite of TLS 1.2 or before that takes its keys from a pre-shared key (RFC 4279). */
export function usesPreSharedKey({ suiteRow, tls13 }: Story): boolean {
  return !tls13 && suiteRow !== undefined && suiteRow.kx.includes('PSK')
}

/** Identities in a hello of TLS 1.3 that are no tickets. */
export function externalIdentities({ hello }: Story): string[] {
  const offered = (hello && pskIdentities(hello)) ?? []
  return offered.flatMap(({ identity }) => readable(identity) ?? [])
}

/** The identity in ClientKeyExchange. */
export function findSentIdentity(story: Story): string | null {
  const body = story.message('client_key_exchange', 'client')?.body
  if (body?.kind !== 'client_key_exchange' || body.pskIdentity === null) return null
  return readable(body.pskIdentity)
}

function readable(bytes: Uint8Array): string | null {
  if (bytes.length === 0 || bytes.length > longestIdentity) return null
  if (!bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return null
  return String.fromCharCode(...bytes)
}
