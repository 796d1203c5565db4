// Signatures that were checked before: a conversation that is captured at both ends of its way stands in the run twice.

import { isSameBytes } from '../wire/bytes.ts'
import type { SignatureVerdict } from './signature.ts'
import { type HandshakeSignature, verifyHandshakeSignature } from './tls-signature.ts'

/** More conversations than lie between the two views of one. The oldest is forgotten first. */
const most = 64
/** Bytes of what is signed, which is a handshake or less: longer ones are checked anew, for they would fill the memory. */
const longest = 16_384

interface Checked extends HandshakeSignature {
  readonly verdict: SignatureVerdict
}

const known: Checked[] = []

/**
 * As `verifyHandshakeSignature`, and without computing anything where the very same was checked before. Keys are told
 * apart by identity. The contents are kept: nobody may write to them afterwards.
 */
export function knownVerdict(signed: HandshakeSignature): SignatureVerdict {
  const found = known.find((one) => isSame(one, signed))
  if (found) return found.verdict
  const verdict = verifyHandshakeSignature(signed)
  if (signed.content.length > longest) return verdict
  // The signature is a piece of a message, which is not to be held.
  known.push({ ...signed, signature: signed.signature.slice(), verdict })
  if (known.length > most) known.shift()
  return verdict
}

function isSame(a: HandshakeSignature, b: HandshakeSignature): boolean {
  return (
    a.key === b.key &&
    a.scheme === b.scheme &&
    a.version === b.version &&
    isSameBytes(a.signature, b.signature) &&
    isSameBytes(a.content, b.content)
  )
}
