// Certificates that were parsed before: a server sends the same chain in every handshake.

import { isSameBytes, parseCertificate, type Certificate } from './certificate.ts'

/** A large site's chains; the oldest is forgotten first. */
const most = 512

const known = new Map<string, Certificate[]>()
let held = 0

/**
 * As `parseCertificate`, and the same object for the same bytes: what was worked out for it, such as whose key
 * verifies its signature, holds the next time.
 */
export function knownCertificate(der: Uint8Array): Certificate {
  // The end of a certificate is its signature: nothing that two share by chance, and nothing to trust: bytes decide.
  const key = `${der.length}|${der.subarray(-12).join()}`
  const alike = known.get(key) ?? []
  const found = alike.find((each) => isSameBytes(each.der, der))
  if (found) return found
  const certificate = parseCertificate(der.slice())
  alike.push(certificate)
  known.set(key, alike)
  if (++held > most) forgetOldest()
  return certificate
}

function forgetOldest(): void {
  for (const [key, alike] of known) {
    known.delete(key)
    held -= alike.length
    return
  }
}
