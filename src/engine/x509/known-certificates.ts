// Certificates that were parsed before: a server sends the same chain in every handshake.

import { ByteMemory } from '../wire/byte-memory.ts'
import { parseCertificate, type Certificate } from './certificate.ts'

/** A large site's chains; the oldest is forgotten first. */
const most = 512

const known = new ByteMemory<Certificate>(most)

/**
 * As `parseCertificate`, and the same object for the same bytes: what was worked out for it, such as whose key
 * verifies its signature, holds the next time.
 */
export function knownCertificate(der: Uint8Array): Certificate {
  return known.get(der, parseCertificate)
}
