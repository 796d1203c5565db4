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

/**
 * Answers as `verifyHandshakeSignature`, and without computing anything where the very same was checked before. Keys are
 * told apart by identity. What was signed is kept: nobody may write to it afterwards.
 */
export class SignatureMemory {
  readonly #checked: Checked[] = []

  get size(): number {
    return this.#checked.length
  }

  verify(signed: HandshakeSignature): SignatureVerdict {
    const found = this.#checked.find((one) => isSame(one, signed))
    if (found) return found.verdict
    const verdict = verifyHandshakeSignature(signed)
    if (signed.content.length > longest) return verdict
    // The signature is a piece of a message, which is not to be held.
    this.#checked.push({ ...signed, signature: signed.signature.slice(), verdict })
    if (this.#checked.length > most) this.#checked.shift()
    return verdict
  }
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
