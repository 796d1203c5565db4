// The certificates, trust anchors and revocation lists that a user names.

import { readFileSync } from 'node:fs'
import { UsageError } from '../engine/wire/usage-error.ts'
import { type Anchor, anchorOf, RootStore } from '../engine/x509/anchor.ts'
import { type Certificate, parseCertificate } from '../engine/x509/certificate.ts'
import { parseRevocationList, type RevocationList } from '../engine/x509/crl.ts'
import { parsePem } from '../engine/x509/pem.ts'
import { publicRoots } from '../engine/x509/roots.ts'

export interface TrustFiles {
  readonly ca: readonly string[]
  readonly crl: readonly string[]
  readonly noPublicRoots: boolean
}

export interface Trust {
  readonly roots: RootStore
  readonly anchors: readonly Anchor[]
  readonly crls: readonly RevocationList[]
}

/** Throws `UsageError` for a file that is missing or holds nothing of the kind. */
export function loadTrust({ ca, crl, noPublicRoots }: TrustFiles): Trust {
  return {
    roots: noPublicRoots ? new RootStore([]) : publicRoots(),
    anchors: ca.flatMap((path) => loadCertificates(path).flatMap((each) => anchorOf(each) ?? [])),
    crls: crl.flatMap((path) =>
      loadBlocks(path, ['X509 CRL'], 'revocation list').map(parseRevocationList),
    ),
  }
}

/** All certificates of a file, PEM or DER, in order. `-` is standard input. */
export function loadCertificates(path: string): Certificate[] {
  return loadBlocks(
    path,
    ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'],
    'certificate',
  ).map(parseCertificate)
}

function loadBlocks(path: string, labels: readonly string[], what: string): Uint8Array[] {
  const bytes = read(path)
  const found = parsePem(new TextDecoder('latin1').decode(bytes)).filter(({ label }) =>
    labels.includes(label),
  )
  if (found.length > 0) return found.map((each) => each.bytes)
  // Certificate and list are each a SEQUENCE; a text that begins with this byte, a zero, is no PEM.
  if (bytes[0] === 0x30) return [bytes]
  throw new UsageError(
    `${path} holds no ${what}, neither PEM nor DER; it begins with ${describeStart(bytes)}`,
  )
}

function read(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path === '-' ? 0 : path))
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`cannot read ${path}: ${why}`)
  }
}

function describeStart(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'nothing: it is empty'
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
