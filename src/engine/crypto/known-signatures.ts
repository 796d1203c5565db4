// Signatures that were checked before: a conversation that is captured at both ends of its way stands in the run twice.

import { ByteMemory } from '../wire/byte-memory.ts'
import { isSameBytes } from '../wire/bytes.ts'
import type { SignatureVerdict } from './signature.ts'
import { type HandshakeSignature, verifyHandshakeSignature } from './tls-signature.ts'

/** More conversations than lie between the two views of one. The oldest is forgotten first. */
const most = 64
/** Bytes of what is signed, which is a handshake or less: longer ones are checked anew, for they would fill the memory. */
const longest = 16_384

/** The last that was checked of one signature: two keys or contents with the same signature are nobody's habit. */
interface Checked {
  signed: Omit<HandshakeSignature, 'signature'> | null
  verdict: SignatureVerdict
}

/**
 * Answers as `verifyHandshakeSignature`, and without computing anything where the very same was checked before. Keys are
 * told apart by identity. What was signed is kept: nobody may write to it afterwards.
 */
export class SignatureMemory {
  readonly #checked = new ByteMemory<Checked>(most)

  get size(): number {
    return this.#checked.size
  }

  verify(signed: HandshakeSignature): SignatureVerdict {
    const { version, scheme, key, content, signature } = signed
    if (content.length > longest) return verifyHandshakeSignature(signed)
    const known = this.#checked.get(signature, () => ({ signed: null, verdict: 'unsupported' }))
    if (known.signed === null || !isSame(known.signed, signed)) {
      known.verdict = verifyHandshakeSignature(signed)
      known.signed = { version, scheme, key, content }
    }
    return known.verdict
  }
}

function isSame(a: Omit<HandshakeSignature, 'signature'>, b: HandshakeSignature): boolean {
  return (
    a.key === b.key &&
    a.scheme === b.scheme &&
    a.version === b.version &&
    isSameBytes(a.content, b.content)
  )
}
