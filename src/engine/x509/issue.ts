// Whether one certificate was signed with the key of another. Checked once for each pair.

import { isSameBytes } from '../wire/bytes.ts'
import { verifySignature, type SignatureVerdict } from '../crypto/signature.ts'
import type { Certificate } from './certificate.ts'
import { isSameName } from './name.ts'
import type { PublicKey } from './public-key.ts'

/** Forgotten with the certificates: nothing here grows. */
const checked = new WeakMap<Certificate, WeakMap<PublicKey, SignatureVerdict>>()

/** Whether the signature on `certificate` is by `key`. `unsupported` where nobody can tell. */
export function verifyIssuedBy(certificate: Certificate, key: PublicKey): SignatureVerdict {
  let keys = checked.get(certificate)
  if (keys === undefined) checked.set(certificate, (keys = new WeakMap()))
  let verdict = keys.get(key)
  if (verdict === undefined) keys.set(key, (verdict = verify(certificate, key)))
  return verdict
}

function verify(
  { tbs, signature, signatureAlgorithm }: Certificate,
  key: PublicKey,
): SignatureVerdict {
  // A certificate that was cut off may have been signed well: what is not there proves nothing.
  if (tbs === null || signature === null) return 'unsupported'
  if (signatureAlgorithm === null || key.verify === null) return 'unsupported'
  return verifySignature({ algorithm: signatureAlgorithm, key: key.verify, data: tbs, signature })
}

/** Subject and issuer are the same name, whatever key signed. */
export function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return subject !== null && issuer !== null && isSameName(subject, issuer)
}

/** Self-issued, and signed with its own key (or with an algorithm that cannot be checked). */
export function isSelfSigned(certificate: Certificate): boolean {
  const { publicKey } = certificate
  if (!isSelfIssued(certificate) || publicKey === null) return false
  return verifyIssuedBy(certificate, publicKey) !== 'invalid'
}

/** Whether the authority key identifier of `child` names another key than that of `issuer`. Null: it does not say. */
export function isOtherKey(child: Certificate, issuer: Certificate): boolean | null {
  const wanted = child.values.authorityKeyIdentifier?.keyIdentifier ?? null
  const held = issuer.values.subjectKeyIdentifier ?? null
  return wanted === null || held === null ? null : !isSameBytes(wanted, held)
}
