// The pseudorandom functions of TLS 1.0 to 1.2 and what SSL 3.0 had instead.
// RFC 2246 §5, RFC 5246 §5, RFC 6101 §6.1, §6.2.2 and §5.6.9.

import { digest, mac, type HashName } from './hkdf.ts'
import { ascii, concatBytes } from './octets.ts'

/** Which function a connection uses: the version says, and from TLS 1.2 on the suite. */
export type Prf = 'ssl3' | 'md5+sha1' | 'sha256' | 'sha384'

/** `length` bytes from a secret. SSL 3.0 knows no labels: there the seed alone counts. */
export function derive(
  prf: Prf,
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  if (prf === 'ssl3') return deriveSsl3(secret, seed, length)
  const labelled = concatBytes(ascii(label), seed)
  if (prf !== 'md5+sha1') return stretch(prf, secret, labelled, length)
  // The halves share the middle byte of a secret of odd length.
  const half = Math.ceil(secret.length / 2)
  const bytes = stretch('md5', secret.subarray(0, half), labelled, length)
  const other = stretch('sha1', secret.subarray(secret.length - half), labelled, length)
  for (let i = 0; i < length; i++) bytes[i]! ^= other[i]!
  return bytes
}

/** P_hash. */
function stretch(hash: HashName, secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let a = seed
  for (let at = 0; at < length;) {
    a = mac(hash, secret, a)
    const block = mac(hash, secret, concatBytes(a, seed))
    bytes.set(block.subarray(0, length - at), at)
    at += block.length
  }
  return bytes
}

function deriveSsl3(secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let round = 0, at = 0; at < length; round++, at += 16) {
    const letters = new Uint8Array(round + 1).fill(0x41 + round) // 'A', 'BB', 'CCC', …
    const inner = digest('sha1', concatBytes(letters, secret, seed))
    bytes.set(digest('md5', concatBytes(secret, inner)).subarray(0, length - at), at)
  }
  return bytes
}

/** The hash of handshake messages that Finished and the extended master secret are made of. */
export function transcriptHash(prf: Prf, transcript: Uint8Array): Uint8Array {
  if (prf === 'sha256' || prf === 'sha384') return digest(prf, transcript)
  return concatBytes(digest('md5', transcript), digest('sha1', transcript))
}

/** What Finished of one side must say, after the messages of `transcript`. */
export function finishedOf(
  prf: Prf,
  master: Uint8Array,
  side: 'client' | 'server',
  transcript: Uint8Array,
): Uint8Array {
  if (prf !== 'ssl3')
    return derive(prf, master, `${side} finished`, transcriptHash(prf, transcript), 12)
  const sender = ascii(side === 'client' ? 'CLNT' : 'SRVR')
  return concatBytes(
    padMac('md5', master, concatBytes(transcript, sender)),
    padMac('sha1', master, concatBytes(transcript, sender)),
  )

  /** The order of Finished: hash(master, pad2, hash(messages, sender, master, pad1)). */
  function padMac(hash: 'md5' | 'sha1', key: Uint8Array, content: Uint8Array): Uint8Array {
    const [pad1, pad2] = ssl3Pads(hash)
    return digest(hash, concatBytes(key, pad2, digest(hash, concatBytes(content, key, pad1))))
  }
}

/** The MAC of SSL 3.0, ancestor of HMAC: the key is put in front, and its padding does not fill a block. */
export function ssl3Mac(hash: 'md5' | 'sha1', key: Uint8Array, content: Uint8Array): Uint8Array {
  const [pad1, pad2] = ssl3Pads(hash)
  return digest(hash, concatBytes(key, pad2, digest(hash, concatBytes(key, pad1, content))))
}

function ssl3Pads(hash: 'md5' | 'sha1'): [Uint8Array, Uint8Array] {
  const length = hash === 'md5' ? 48 : 40
  return [new Uint8Array(length).fill(0x36), new Uint8Array(length).fill(0x5c)]
}
