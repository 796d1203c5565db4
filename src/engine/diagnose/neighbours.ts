// What a verdict is confused with most often, and what in this conversation speaks against it.

import { extensions } from '../registry/tables/extensions.ts'
import { signatureSchemes as schemes } from '../registry/tables/signature-schemes.ts'
import { supportedGroups as groups } from '../registry/tables/supported-groups.ts'
import { versions } from '../registry/tables/versions.ts'
import { nameOfVersion } from '../registry/name.ts'
import type { Cause } from '../registry/tables/causes.ts'
import { hasExtension, signatureSchemes, supportedGroups } from '../tls/hello.ts'
import type { Story } from './story.ts'

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV. RFC 5746 §3.3. */
const renegotiationSignal = 0x00ff
/** Payload of a full-size segment on Ethernet: a hello below it needs no second one. */
const oneSegment = 1400

interface Neighbour {
  readonly cause: Cause
  /** A sentence that excludes it, or null where it stays open. */
  excludes(story: Story): string | null
}

/** In the order in which somebody would ask. */
const neighbours: readonly Neighbour[] = [
  {
    cause: 'plaintext-client',
    excludes: ({ hello }) =>
      hello ? 'What the client sent is a ClientHello that can be read' : null,
  },
  {
    cause: 'packet-loss',
    excludes: ({ c, helloMessage }) => {
      const { tcp } = c
      if (!tcp || !helloMessage || tcp.client.stalledLength > 0) return null
      return tcp.client.acknowledged >= helloMessage.length
        ? 'The ClientHello arrived: the server acknowledged it'
        : null
    },
  },
  {
    cause: 'missing-packets',
    excludes: ({ c }) =>
      c.tcp && !c.midstream && c.missing.client + c.missing.server === 0
        ? 'The capture lacks no byte of the handshake'
        : null,
  },
  {
    cause: 'client-version-too-old',
    excludes: ({ newestOffered }) =>
      newestOffered === versions['TLS 1.3']
        ? `The client offers ${nameOfVersion(newestOffered)}, the newest version there is`
        : null,
  },
  {
    cause: 'server-name-missing',
    excludes: ({ serverName }) =>
      serverName === null ? null : `The client named the server (SNI ${serverName})`,
  },
  {
    cause: 'no-shared-group',
    excludes: ({ hello }) => {
      const offered = hello && supportedGroups(hello)
      return offered?.includes(groups.x25519) && offered.includes(groups.secp256r1)
        ? 'The client offers the groups that nearly every server has (x25519, secp256r1)'
        : null
    },
  },
  {
    cause: 'no-shared-signature-scheme',
    excludes: ({ hello }) => {
      const offered = hello && signatureSchemes(hello)
      return offered?.includes(schemes.rsa_pss_rsae_sha256) &&
        offered.includes(schemes.ecdsa_secp256r1_sha256)
        ? 'The client offers the usual signature schemes, for RSA and for ECDSA'
        : null
    },
  },
  {
    cause: 'unsafe-legacy-renegotiation',
    excludes: ({ hello }) =>
      hello &&
      (hello.cipherSuites.includes(renegotiationSignal) ||
        hasExtension(hello, extensions.renegotiation_info))
        ? 'The client signals secure renegotiation'
        : null,
  },
  {
    cause: 'extended-master-secret-missing',
    excludes: ({ hello }) =>
      hello && hasExtension(hello, extensions.extended_master_secret)
        ? 'The client offers the extended master secret'
        : null,
  },
  {
    cause: 'large-client-hello',
    excludes: ({ helloMessage }) =>
      helloMessage && helloMessage.length < oneSegment
        ? `The ClientHello fits into one segment (${helloMessage.length} bytes)`
        : null,
  },
  {
    cause: 'reset-by-middlebox',
    excludes: ({ c, end }) => {
      const side = end?.how === 'reset' ? c.tcp?.[end.by] : undefined
      const [reset] = side?.resets ?? []
      const own = side?.lastData ?? side?.syn
      return reset && own && reset.ttl === own.ttl && !side?.dataAfterReset
        ? `The reset has the TTL of its sender's other packets (${reset.ttl})`
        : null
    },
  },
]

/** More would bury the evidence. */
const most = 6

/** Whose neighbours they are: what a server says or does to a ClientHello. */
const families: ReadonlySet<string> = new Set(['negotiation', 'transport', 'protocol', 'other'])

/** Sentences on what the verdict is not, and why. Empty for causes whose family has checks of its own. */
export function ruleOutNeighbours(
  story: Story,
  cause: Cause,
  family: string | undefined,
  alternatives: readonly Cause[],
): string[] {
  if (family === undefined || !families.has(family)) return []
  if (story.stage !== 'hello' && story.stage !== 'server-hello') return []
  return neighbours
    .filter((neighbour) => neighbour.cause !== cause && !alternatives.includes(neighbour.cause))
    .flatMap((neighbour) => neighbour.excludes(story) ?? [])
    .slice(0, most)
}
