// Protected records of SSL 3.0 to TLS 1.2, and of DTLS 1.0 and 1.2. RFC 5246 §6.2.3, RFC 7366, RFC 6101 §5.2.3.
//
//   stream              | content | MAC |                     all enciphered
//   CBC                 (IV) | content | MAC | padding | n |  IV in clear from TLS 1.1 on
//   CBC, MAC outside    (IV) | content | padding | n | MAC    MAC in clear (encrypt-then-MAC)
//   AEAD                (nonce) | content | tag |

import type { Aead } from './aead.ts'
import type { Cbc } from './block-cipher.ts'
import { mac } from './hkdf.ts'
import { concatBytes, equalBytes } from './octets.ts'
import { derive, ssl3Mac, type Prf } from './prf.ts'
import { Rc4 } from './rc4.ts'
import type { Suite } from './suite.ts'

/** One direction's keys. */
export interface RecordProtection {
  /** The payload depends on the records before it: none may be left out. */
  readonly chained: boolean
  /** Null where it does not authenticate. `counter` is the record's number, in DTLS with its epoch in front. */
  open(record: SealedRecord): Uint8Array | null
  /** Goes past a record that nobody wants to read, so that the next one opens. */
  pass(payload: Uint8Array): void
}

export interface SealedRecord {
  readonly counter: Uint8Array
  readonly payload: Uint8Array
  /** What the MAC or the cipher authenticates before the content, whose length it contains. */
  readonly associate: (contentLength: number) => Uint8Array
}

export interface Protections {
  readonly client: RecordProtection
  readonly server: RecordProtection
}

export interface ProtectionContext {
  readonly suite: Suite
  readonly prf: Prf
  readonly master: Uint8Array
  readonly clientRandom: Uint8Array
  readonly serverRandom: Uint8Array
  /** CBC records carry their IV (TLS 1.1 and later, all of DTLS). */
  readonly explicitIv: boolean
  readonly encryptThenMac: boolean
}

/** The keys of both sides, cut from the key block. */
export function makeProtections(context: ProtectionContext): Protections {
  const { suite, prf, master, clientRandom, serverRandom } = context
  const macLength = suite.mac === null ? 0 : macLengths[suite.mac]
  const { cipher, keyLength } = suite
  const ivLength =
    cipher.kind === 'aead'
      ? cipher.fixed
      : cipher.kind === 'cbc' && !context.explicitIv
        ? cipher.block
        : 0
  const seed = concatBytes(serverRandom, clientRandom)
  const length = 2 * (macLength + keyLength + ivLength)
  const block = derive(prf, master, 'key expansion', seed, length)
  let at = 0
  const cut = (count: number): Uint8Array => block.subarray(at, (at += count))
  const [clientMac, serverMac] = [cut(macLength), cut(macLength)]
  const [clientKey, serverKey] = [cut(keyLength), cut(keyLength)]
  const [clientIv, serverIv] = [cut(ivLength), cut(ivLength)]
  return {
    client: protect(context, clientMac, clientKey, clientIv),
    server: protect(context, serverMac, serverKey, serverIv),
  }
}

const macLengths = { md5: 16, sha1: 20, sha256: 32, sha384: 48 } as const

type Authenticate = (prefix: Uint8Array, content: Uint8Array) => Uint8Array

function protect(
  { suite, prf, explicitIv, encryptThenMac }: ProtectionContext,
  macKey: Uint8Array,
  key: Uint8Array,
  iv: Uint8Array,
): RecordProtection {
  const { cipher } = suite
  if (cipher.kind === 'aead') return new AeadProtection(cipher.make(key), iv, cipher.explicit)
  const name = suite.mac ?? 'sha1'
  const authenticate: Authenticate = (prefix, content) => {
    const bytes = concatBytes(prefix, content)
    const old = prf === 'ssl3' && (name === 'md5' || name === 'sha1')
    return old ? ssl3Mac(name, macKey, bytes) : mac(name, macKey, bytes)
  }
  if (cipher.kind !== 'cbc') {
    const stream = cipher.kind === 'stream' ? new Rc4(key) : null
    return new StreamProtection(stream, authenticate, macLengths[name])
  }
  const shape = {
    macLength: macLengths[name],
    explicitIv,
    outside: encryptThenMac,
    // SSL 3.0 leaves the content of the padding open.
    exactPadding: prf !== 'ssl3',
  }
  return new CbcProtection(cipher.make(key), authenticate, iv, shape)
}

class AeadProtection implements RecordProtection {
  readonly chained = false
  private readonly aead: Aead
  private readonly iv: Uint8Array
  private readonly explicit: number

  constructor(aead: Aead, iv: Uint8Array, explicit: number) {
    this.aead = aead
    this.iv = iv
    this.explicit = explicit
  }

  open({ counter, payload, associate }: SealedRecord): Uint8Array | null {
    const length = payload.length - this.explicit - this.aead.tagLength
    if (length < 0) return null
    const nonce =
      this.explicit > 0
        ? concatBytes(this.iv, payload.subarray(0, this.explicit))
        : xorBytes(this.iv, counter)
    return this.aead.open(nonce, associate(length), payload.subarray(this.explicit))
  }

  pass(): void {
    // Every record stands for itself.
  }
}

function xorBytes(iv: Uint8Array, counter: Uint8Array): Uint8Array {
  const nonce = Uint8Array.from(iv)
  for (let i = 0; i < counter.length; i++) nonce[nonce.length - counter.length + i]! ^= counter[i]!
  return nonce
}

class StreamProtection implements RecordProtection {
  readonly chained: boolean
  private readonly stream: Rc4 | null
  private readonly authenticate: Authenticate
  private readonly macLength: number

  constructor(stream: Rc4 | null, authenticate: Authenticate, macLength: number) {
    this.chained = stream !== null
    this.stream = stream
    this.authenticate = authenticate
    this.macLength = macLength
  }

  open({ payload, associate }: SealedRecord): Uint8Array | null {
    const clear = this.stream === null ? payload : this.stream.apply(payload)
    const length = clear.length - this.macLength
    if (length < 0) return null
    const content = clear.subarray(0, length)
    const expected = this.authenticate(associate(length), content)
    return equalBytes(expected, clear.subarray(length)) ? content : null
  }

  pass(payload: Uint8Array): void {
    this.stream?.apply(payload)
  }
}

interface CbcShape {
  readonly macLength: number
  readonly explicitIv: boolean
  readonly outside: boolean
  readonly exactPadding: boolean
}

class CbcProtection implements RecordProtection {
  readonly chained: boolean
  private readonly cbc: Cbc
  private readonly authenticate: Authenticate
  private readonly shape: CbcShape
  /** TLS 1.0 and before: the last block of the record before is the IV of the next. */
  private iv: Uint8Array

  constructor(cbc: Cbc, authenticate: Authenticate, iv: Uint8Array, shape: CbcShape) {
    this.chained = !shape.explicitIv
    this.cbc = cbc
    this.authenticate = authenticate
    this.iv = iv
    this.shape = shape
  }

  open({ payload, associate }: SealedRecord): Uint8Array | null {
    const { macLength, explicitIv, outside } = this.shape
    const { size } = this.cbc
    const sealedLength = payload.length - (outside ? macLength : 0)
    const from = explicitIv ? size : 0
    const length = sealedLength - from
    if (length < size || length % size !== 0) return null
    const iv = explicitIv ? payload.subarray(0, size) : this.iv
    this.pass(payload)
    if (outside) {
      const sealed = payload.subarray(0, sealedLength)
      const expected = this.authenticate(associate(sealedLength), sealed)
      if (!equalBytes(expected, payload.subarray(sealedLength))) return null
    }
    const clear = this.cbc.decrypt(iv, payload.subarray(from, sealedLength))
    const unpadded = this.paddingStart(clear)
    if (unpadded === null) return null
    if (outside) return clear.subarray(0, unpadded)
    const contentLength = unpadded - macLength
    if (contentLength < 0) return null
    const content = clear.subarray(0, contentLength)
    const expected = this.authenticate(associate(contentLength), content)
    return equalBytes(expected, clear.subarray(contentLength, unpadded)) ? content : null
  }

  pass(payload: Uint8Array): void {
    const { macLength, explicitIv, outside } = this.shape
    const to = payload.length - (outside ? macLength : 0)
    if (!explicitIv && to >= this.cbc.size) this.iv = payload.slice(to - this.cbc.size, to)
  }

  private paddingStart(clear: Uint8Array): number | null {
    const padding = clear[clear.length - 1]!
    const start = clear.length - 1 - padding
    if (start < 0) return null
    if (this.shape.exactPadding && clear.subarray(start).some((byte) => byte !== padding))
      return null
    return start
  }
}

/** `counter | type | version | length`, over which TLS and plain DTLS authenticate; SSL 3.0 lacks the version. */
export function recordPrefix(
  counter: Uint8Array,
  type: number,
  version: number,
  length: number,
): Uint8Array {
  const tail =
    version === 0x0300
      ? [type, length >>> 8, length & 0xff]
      : [type, version >>> 8, version & 0xff, length >>> 8, length & 0xff]
  return concatBytes(counter, Uint8Array.from(tail))
}
