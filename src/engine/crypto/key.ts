// Public keys and signature algorithms as the primitives need them: numbers and names, no encodings.

export type Hash =
  | 'md5'
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha512-224'
  | 'sha512-256'
  | 'sha3-224'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'md5-sha1' // both, one after the other: TLS 1.0 and 1.1 with RSA

export type Curve =
  | 'secp192r1'
  | 'secp224r1'
  | 'secp256r1'
  | 'secp384r1'
  | 'secp521r1'
  | 'secp256k1'
  | 'brainpoolP256r1'
  | 'brainpoolP384r1'
  | 'brainpoolP512r1'

/** A key that a signature can be checked with. Integers are big endian, as sent. */
export type VerifyKey =
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Uint8Array }
  | { readonly kind: 'ed25519' | 'ed448'; readonly point: Uint8Array }
  | {
      readonly kind: 'dsa'
      readonly p: Uint8Array
      readonly q: Uint8Array
      readonly g: Uint8Array
      readonly y: Uint8Array
    }

export type SignatureAlgorithm =
  | { readonly family: 'rsa-pkcs1' | 'ecdsa' | 'dsa'; readonly hash: Hash }
  | {
      readonly family: 'rsa-pss'
      readonly hash: Hash
      readonly maskHash: Hash
      readonly saltLength: number
    }
  | { readonly family: 'ed25519' | 'ed448' }
