// Keys and digests that verifiers refuse as too weak, and kinds of key that many do not take. CA/Browser Forum 6.1.5, 7.1.3.

import { describeHash } from '../algorithm.ts'
import type { Hash } from '../../crypto/key.ts'
import type { CertificateFault } from '../fault.ts'
import { describeKey } from '../public-key.ts'
import { type Case, fault, type Link, type Rule } from './rule.ts'

export const findStrengthFaults: Rule = (judged) =>
  judged.links.flatMap((link) => [
    ...findKeyFaults(judged, link),
    ...findDigestFaults(judged, link),
  ])

const field = 'subjectPublicKeyInfo'
const reference = 'CA/Browser Forum Baseline Requirements section 6.1.5'

function findKeyFaults(judged: Case, link: Link): CertificateFault[] {
  const key = link.certificate.publicKey
  if (key === null || key.damage !== null) return []
  const { kind, bits, curve } = key
  const called = describeKey(key)
  const make = (
    what: 'weak' | 'unsupported',
    text: string,
    strict: boolean,
  ): CertificateFault[] => [fault(judged, link, what, text, { field, reference, strict })]
  switch (kind) {
    case 'rsa':
    case 'rsa-pss': {
      const found =
        kind === 'rsa-pss'
          ? make(
              'unsupported',
              `has a key that is for RSA-PSS only (${called}), which many do not take`,
              true,
            )
          : []
      if (bits !== null && bits < 2048) {
        found.push(...make('weak', `has a key of ${called}; 2048 are asked for`, false))
      } else if (bits !== null && bits % 8 !== 0) {
        found.push(...make('weak', `has a key of ${called}, which is no multiple of 8`, true))
      }
      return found
    }
    case 'dsa':
      return make(
        'unsupported',
        `has a DSA key (${called}), which TLS verifiers no longer take`,
        false,
      )
    case 'ec':
      if (bits !== null && bits < 256)
        return make('weak', `has a key on ${curve ?? called}; 256 bits are asked for`, false)
      if (curve !== null && publicCurves.has(curve)) return []
      return make(
        'unsupported',
        `has a key on the curve ${curve ?? '?'}, which many do not take`,
        true,
      )
    case 'x25519':
    case 'x448':
      return make('unsupported', `has a key (${called}) that cannot sign`, false)
    case 'ed25519':
    case 'ed448':
      return make('unsupported', `has a key of the kind ${called}, which many do not take`, true)
    case 'ml-dsa':
    case 'unknown':
      return make('unsupported', `has a key of the kind ${called}, which most do not know`, false)
  }
}

const publicCurves: ReadonlySet<string> = new Set(['secp256r1', 'secp384r1', 'secp521r1'])

const weakHashes: ReadonlySet<Hash> = new Set<Hash>(['md5', 'sha1'])

/** The signature of an anchor, and of a root that was sent along, is never what trust rests on. */
function findDigestFaults(judged: Case, link: Link): CertificateFault[] {
  const { signatureAlgorithm: algorithm, signatureOid } = link.certificate
  if (link.isAnchor || (link.isSelfIssued && link.position > 0 && link.issuer === null)) return []
  if (algorithm === null) {
    if (signatureOid === null) return []
    const text = `is signed with the algorithm ${signatureOid}, which most do not know`
    const strict = !outdated.has(signatureOid)
    const kind = strict ? 'unsupported' : 'weak'
    return [fault(judged, link, kind, text, { field: 'signatureAlgorithm', strict: false })]
  }
  if (!('hash' in algorithm) || !weakHashes.has(algorithm.hash)) return []
  const text = `is signed over ${describeHash(algorithm.hash)}, which is too weak`
  return [fault(judged, link, 'weak', text, { field: 'signatureAlgorithm' })]
}

/** MD2 and MD4 with RSA. */
const outdated: ReadonlySet<string> = new Set(['1.2.840.113549.1.1.2', '1.2.840.113549.1.1.3'])
