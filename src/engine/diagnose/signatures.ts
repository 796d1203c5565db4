// The signatures that prove possession of a certificate's key: ServerKeyExchange and CertificateVerify.

import { hashOf } from '../crypto/digest.ts'
import { SignatureMemory } from '../crypto/known-signatures.ts'
import { concatBytes } from '../crypto/octets.ts'
import type { SignatureVerdict } from '../crypto/signature.ts'
import { certificateVerifyContent13, serverKeyExchangeContent } from '../crypto/tls-signature.ts'
import { cipherSuites } from '../registry/tables/cipher-suites.ts'
import { isV2Hello } from '../session/hello-facts.ts'
import type { Message } from '../session/conversation.ts'
import type { Side } from '../wire/span.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Story } from './story.ts'

export interface HandshakeProof {
  /** The message that carries the signature. */
  readonly message: Message
  readonly verdict: SignatureVerdict
}

const memory = new SignatureMemory()

/** Null where the side signed nothing that can be read. */
export function checkProof(
  story: Story,
  side: Side,
  certificate: Certificate,
): HandshakeProof | null {
  if (side === 'server' && !story.tls13) return checkKeyExchange(story, certificate)
  const message = story.message('certificate_verify', side)
  const key = certificate.publicKey?.verify ?? null
  if (message?.body?.kind !== 'certificate_verify' || key === null) return null
  const { scheme, signature } = message.body
  const { version } = story
  const content = contentBefore(story, message, side)
  if (content === null || version === null) return null
  return {
    message,
    verdict: memory.verify({ version, scheme, key, content, signature }),
  }
}

function checkKeyExchange(story: Story, certificate: Certificate): HandshakeProof | null {
  const message = story.message('server_key_exchange', 'server')
  const key = certificate.publicKey?.verify ?? null
  const { hello, serverHello, version } = story
  if (message?.body?.kind !== 'server_key_exchange' || key === null) return null
  const { params, signature: signed } = message.body
  if (!hello || !serverHello || !signed || version === null) return null
  const { scheme, signature } = signed
  const content = serverKeyExchangeContent(hello.random, serverHello.random, params)
  return {
    message,
    verdict: memory.verify({ version, scheme, key, content, signature }),
  }
}

/** What a CertificateVerify signs: every handshake message before it. Null where one of them cannot be read. */
function contentBefore(story: Story, last: Message, signer: Side): Uint8Array | null {
  const { c, tls13, suite } = story
  const before = c.messages.slice(0, c.messages.indexOf(last))
  const messages = before.filter(
    (m) => m.kind === 'handshake' && m.name !== 'hello_request' && !isCookieExchange(story, m),
  )
  // A hello in the form of SSL 2.0 stands in the transcript without the header that it was sent with.
  if (messages.some((m) => m.name === 'client_hello' && m.bytes !== null && isV2Hello(m.bytes)))
    return null
  if (c.midstream || c.missing.client > 0 || c.missing.server > 0) return null
  const parts: Uint8Array[] = []
  for (const { bytes } of messages) {
    if (bytes === null) return null
    parts.push(bytes)
  }
  if (!tls13) return concatBytes(...parts)
  const hash = suite === cipherSuites.TLS_AES_256_GCM_SHA384 ? 'sha384' : 'sha256'
  const retried = messages.findIndex((m) => m.name === 'hello_retry_request')
  if (retried > 0) {
    // The first ClientHello stands in the transcript as its hash (RFC 8446 section 4.4.1).
    const digest = hashOf(hash, concatBytes(...parts.slice(0, retried)))
    parts.splice(0, retried, concatBytes(Uint8Array.of(254, 0, 0, digest.length), digest))
  }
  return certificateVerifyContent13(signer, hashOf(hash, concatBytes(...parts)))
}

/** DTLS leaves the first hello and the HelloVerifyRequest out of its transcript (RFC 6347 section 4.2.1). */
function isCookieExchange({ c }: Story, message: Message): boolean {
  if (c.protocol !== 'dtls') return false
  const verify = c.messages.findLast((m) => m.name === 'hello_verify_request')
  return verify !== undefined && c.messages.indexOf(message) <= c.messages.indexOf(verify)
}
