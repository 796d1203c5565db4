// Signatures inside handshakes: ServerKeyExchange and CertificateVerify. RFC 8446 §4.4.3, RFC 5246 §4.7, RFC 4346 §4.7.

import { signatureSchemes } from '../registry/tables/signature-schemes.ts'
import type { Curve, Hash, SignatureAlgorithm, VerifyKey } from './key.ts'
import { ascii, concatBytes } from './octets.ts'
import { type SignatureVerdict, verifySignature } from './signature.ts'

export interface HandshakeSignature {
  /** TLS or DTLS version that was negotiated. */
  readonly version: number
  /** SignatureScheme, or hash and signature of TLS 1.2; null before TLS 1.2, which sends none. */
  readonly scheme: number | null
  readonly key: VerifyKey
  /** From `serverKeyExchangeContent`, `certificateVerifyContent13`, or the handshake messages themselves before TLS 1.3. */
  readonly content: Uint8Array
  readonly signature: Uint8Array
}

/** Never throws. A scheme that the version does not have, or that does not fit the key, is `invalid`. */
export function verifyHandshakeSignature(signed: HandshakeSignature): SignatureVerdict {
  const { scheme, key, content: data, signature } = signed
  const algorithm = scheme === null ? legacyAlgorithm(key) : schemeAlgorithm(scheme)
  if (algorithm === null) return 'unsupported'
  const curve = scheme === null || !isTls13(signed.version) ? undefined : curves13[scheme]
  // TLS 1.3 binds each ECDSA scheme to one curve; TLS 1.2 names the hash only.
  if (curve !== undefined && key.kind === 'ec' && key.curve !== curve) return 'invalid'
  return verifySignature({ algorithm, key, data, signature })
}

/** What a ServerKeyExchange signs; `params` is its body up to the signature. */
export function serverKeyExchangeContent(
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
  params: Uint8Array,
): Uint8Array {
  return concatBytes(clientRandom, serverRandom, params)
}

/** What a CertificateVerify of TLS 1.3 signs; the hash is over the handshake up to and with Certificate. */
export function certificateVerifyContent13(
  signer: 'client' | 'server',
  transcriptHash: Uint8Array,
): Uint8Array {
  return concatBytes(
    new Uint8Array(64).fill(0x20),
    ascii(`TLS 1.3, ${signer} CertificateVerify`),
    Uint8Array.of(0),
    transcriptHash,
  )
}

/** What a SignatureScheme, or a pair of hash and signature of TLS 1.2, stands for; null where it is not known here. */
export function schemeAlgorithm(scheme: number): SignatureAlgorithm | null {
  const pss = pssSchemes[scheme]
  if (pss !== undefined)
    return { family: 'rsa-pss', hash: pss, maskHash: pss, saltLength: saltLengths[pss] }
  if (scheme === signatureSchemes.ed25519) return { family: 'ed25519' }
  if (scheme === signatureSchemes.ed448) return { family: 'ed448' }
  const brainpool = brainpoolSchemes[scheme]
  if (brainpool !== undefined) return { family: 'ecdsa', hash: brainpool }
  const hash = pairHashes[scheme >> 8]
  const family = pairFamilies[scheme & 0xff]
  return hash === undefined || family === undefined ? null : { family, hash }
}

function isTls13(version: number): boolean {
  return version === 0x0304 || version === 0xfefc
}

/** TLS 1.0 and 1.1: both hashes with RSA, SHA-1 with the others. */
function legacyAlgorithm(key: VerifyKey): SignatureAlgorithm | null {
  switch (key.kind) {
    case 'rsa':
      return { family: 'rsa-pkcs1', hash: 'md5-sha1' }
    case 'dsa':
      return { family: 'dsa', hash: 'sha1' }
    case 'ec':
      return { family: 'ecdsa', hash: 'sha1' }
    default:
      return null
  }
}

type PssHash = 'sha256' | 'sha384' | 'sha512'

const saltLengths: Readonly<Record<PssHash, number>> = { sha256: 32, sha384: 48, sha512: 64 }

const pssSchemes: Readonly<Record<number, PssHash>> = {
  [signatureSchemes.rsa_pss_rsae_sha256]: 'sha256',
  [signatureSchemes.rsa_pss_rsae_sha384]: 'sha384',
  [signatureSchemes.rsa_pss_rsae_sha512]: 'sha512',
  [signatureSchemes.rsa_pss_pss_sha256]: 'sha256',
  [signatureSchemes.rsa_pss_pss_sha384]: 'sha384',
  [signatureSchemes.rsa_pss_pss_sha512]: 'sha512',
}

const brainpoolSchemes: Readonly<Record<number, Hash>> = {
  [signatureSchemes.ecdsa_brainpoolP256r1tls13_sha256]: 'sha256',
  [signatureSchemes.ecdsa_brainpoolP384r1tls13_sha384]: 'sha384',
  [signatureSchemes.ecdsa_brainpoolP512r1tls13_sha512]: 'sha512',
}

const curves13: Readonly<Record<number, Curve>> = {
  [signatureSchemes.ecdsa_secp256r1_sha256]: 'secp256r1',
  [signatureSchemes.ecdsa_secp384r1_sha384]: 'secp384r1',
  [signatureSchemes.ecdsa_secp521r1_sha512]: 'secp521r1',
  [signatureSchemes.ecdsa_brainpoolP256r1tls13_sha256]: 'brainpoolP256r1',
  [signatureSchemes.ecdsa_brainpoolP384r1tls13_sha384]: 'brainpoolP384r1',
  [signatureSchemes.ecdsa_brainpoolP512r1tls13_sha512]: 'brainpoolP512r1',
}

/** HashAlgorithm and SignatureAlgorithm of RFC 5246 §7.4.1.4.1, the bytes of the pair. */
const pairHashes: Readonly<Record<number, Hash>> = {
  1: 'md5',
  2: 'sha1',
  3: 'sha224',
  4: 'sha256',
  5: 'sha384',
  6: 'sha512',
}
const pairFamilies: Readonly<Record<number, 'rsa-pkcs1' | 'dsa' | 'ecdsa'>> = {
  1: 'rsa-pkcs1',
  2: 'dsa',
  3: 'ecdsa',
}
