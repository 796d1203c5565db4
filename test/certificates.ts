// The certificates of fixtures/certificates.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Certificate, parseCertificate } from '../src/engine/x509/certificate.ts'
import { parsePem } from '../src/engine/x509/pem.ts'

const folder = join(import.meta.dirname, '../fixtures/certificates')

export function loadDer(name: string): Uint8Array {
  const [block] = parsePem(readFileSync(join(folder, `${name}.pem`), 'utf8'))
  if (block === undefined) throw new Error(`${name}.pem holds nothing`)
  return block.bytes
}

export function loadCertificate(name: string): Certificate {
  return parseCertificate(loadDer(name))
}

/** Names of all of them, lists and answers left out. */
export const certificateNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.pem') && !file.startsWith('ocsp') && !file.includes('crl'))
  .map((file) => file.replace(/\.pem$/, ''))
  .sort()

/** An hour after the certificate was made. */
export function shortlyAfter({ notBefore }: Certificate): number {
  return (notBefore ?? 0) + 3600
}
