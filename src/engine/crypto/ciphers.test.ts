// Ciphers of our own, against published vectors and what OpenSSL 3.0 makes of the same input.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ecb, gcm } from '@noble/ciphers/aes.js'
import { makeAead } from './aead.ts'
import { ariaCipher } from './aria.ts'
import { cbcOver, type BlockCipher } from './block-cipher.ts'
import { camelliaCipher } from './camellia.ts'
import { desCipher } from './des.ts'
import { gcmOver } from './gcm.ts'
import { ascii, hex, unhex } from './octets.ts'
import { Rc4 } from './rc4.ts'

test('DES: the worked example that textbooks share', () => {
  const cipher = desCipher(unhex('133457799bbcdff1'))
  const sealed = cipher.encrypt(unhex('0123456789abcdef'))
  assert.equal(hex(sealed), '85e813540f0ab405')
  assert.equal(hex(cipher.decrypt(sealed)), '0123456789abcdef')
})

test('triple DES in CBC', () => {
  const cbc = cbcOver(desCipher(unhex('0123456789abcdef23456789abcdef01456789abcdef0123')))
  const clear = cbc.decrypt(
    new Uint8Array(8).fill(1),
    unhex('bdd721a6f6b3119baa050e97be13950e7caffb7ee4c5f3b4'),
  )
  assert.deepEqual(clear, ascii('0123456789abcdefABCDEFGH'))
})

// Keys count up from 00, the text is 00112233445566778899aabbccddeeff.
const blocks: [
  name: string,
  make: (key: Uint8Array) => BlockCipher,
  length: number,
  sealed: string,
][] = [
  ['Camellia', camelliaCipher, 16, '77cf412067af8270613529149919546f'],
  ['Camellia', camelliaCipher, 32, '2edf1f3418d53b88841fc8985fb1ecf2'],
  ['ARIA', ariaCipher, 16, 'd718fbd6ab644c739da95f3be6451778'],
  ['ARIA', ariaCipher, 32, 'f92bd7c79fb72e2f2b8f80c1972d24fc'],
]
for (const [name, make, length, sealed] of blocks) {
  test(`${name} with a key of ${length} bytes`, () => {
    const cipher = make(Uint8Array.from({ length }, (_, i) => i))
    const text = '00112233445566778899aabbccddeeff'
    assert.equal(hex(cipher.encrypt(unhex(text))), sealed)
    assert.equal(hex(cipher.decrypt(unhex(sealed))), text)
  })
}

test('GCM over a block cipher is the GCM of the library where the cipher is AES', () => {
  const key = Uint8Array.from({ length: 16 }, (_, i) => i)
  const over = gcmOver({
    size: 16,
    encrypt: (block) => ecb(key, { disablePadding: true }).encrypt(block),
    decrypt: (block) => ecb(key, { disablePadding: true }).decrypt(block),
  })
  const nonce = new Uint8Array(12).fill(7)
  for (const [length, more] of [
    [0, 0],
    [1, 13],
    [16, 5],
    [40, 0],
    [100, 20],
  ] as const) {
    const text = Uint8Array.from({ length }, (_, i) => i * 7)
    const associated = new Uint8Array(more).fill(1)
    const sealed = gcm(key, nonce, associated).encrypt(text)
    assert.deepEqual(over.open(nonce, associated, sealed), text)
    sealed[length >> 1]! ^= 1
    assert.equal(over.open(nonce, associated, sealed), null)
    assert.equal(over.open(nonce, associated, sealed.subarray(0, 15)), null)
  }
})

const streams: [key: string, text: string, sealed: string][] = [
  ['Key', 'Plaintext', 'bbf316e8d940af0ad3'],
  ['Wiki', 'pedia', '1021bf0420'],
  ['Secret', 'Attack at dawn', '45a01f645fc35b383552544b9bf5'],
]
for (const [key, plain, sealed] of streams) {
  test(`RC4 under "${key}", in one piece and byte by byte`, () => {
    assert.equal(hex(new Rc4(ascii(key)).apply(ascii(plain))), sealed)
    const stream = new Rc4(ascii(key))
    const bytes = Array.from(ascii(plain), (byte) => hex(stream.apply(Uint8Array.of(byte))))
    assert.equal(bytes.join(''), sealed)
  })
}

// NIST SP 800-38C, example 3.
const key = unhex('404142434445464748494a4b4c4d4e4f')
const nonce = unhex('101112131415161718191a1b')
const associated = Uint8Array.from({ length: 20 }, (_, i) => i)
const ccms = [
  ['aes-ccm-8', 'e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951'],
  ['aes-ccm', 'e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5c87ae488918de93f17dd3e4934347f44'],
] as const
for (const [name, vector] of ccms) {
  test(`${name}: opens what is whole`, () => {
    const opened = makeAead(name, key).open(nonce, associated, unhex(vector))
    assert.equal(
      hex(opened ?? new Uint8Array(0)),
      '202122232425262728292a2b2c2d2e2f3031323334353637',
    )
  })
}

for (const name of ['aes-gcm', 'aes-ccm', 'aes-ccm-8', 'chacha20-poly1305'] as const) {
  test(`${name}: refuses whatever is shorter than its tag`, () => {
    const aead = makeAead(name, name === 'chacha20-poly1305' ? new Uint8Array(32) : key)
    for (let length = 0; length < aead.tagLength; length++)
      assert.equal(aead.open(nonce, associated, new Uint8Array(length)), null)
  })
}

test('CCM: a bit changed in any byte of text, tag, nonce or associated data is refused', () => {
  const sealed = unhex(ccms[1][1])
  const aead = makeAead('aes-ccm', key)
  const flip = (bytes: Uint8Array, at: number): Uint8Array => {
    const copy = bytes.slice()
    copy[at]! ^= 1
    return copy
  }
  for (let at = 0; at < sealed.length; at++)
    assert.equal(aead.open(nonce, associated, flip(sealed, at)), null)
  for (let at = 0; at < nonce.length; at++)
    assert.equal(aead.open(flip(nonce, at), associated, sealed), null)
  for (let at = 0; at < associated.length; at++)
    assert.equal(aead.open(nonce, flip(associated, at), sealed), null)
})
