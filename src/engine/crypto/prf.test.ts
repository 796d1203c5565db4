import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ascii, hex, unhex } from './octets.ts'
import { derive, finishedOf, ssl3Mac } from './prf.ts'

// The vectors that the TLS working group's list passed around for TLS 1.2.
test('PRF with SHA-256', () => {
  const secret = unhex('9bbe436ba940f017b17652849a71db35')
  const seed = unhex('a0ba9f936cda311827a6f796ffd5198c')
  assert.equal(
    hex(derive('sha256', secret, 'test label', seed, 100)),
    'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0f' +
      'a022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66',
  )
})

test('PRF with SHA-384', () => {
  const secret = unhex('b80b733d6ceefcdc71566ea48e5567df')
  const seed = unhex('cd665cf6a8447dd6ff8b27555edb7465')
  assert.equal(
    hex(derive('sha384', secret, 'test label', seed, 32)),
    '7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cd',
  )
})

test('PRF with SHA-384 and SHA-256 differ, and a longer answer begins like a shorter one', () => {
  const [secret, seed] = [unhex('01020304'), unhex('05060708')]
  for (const prf of ['ssl3', 'md5+sha1', 'sha256', 'sha384'] as const) {
    const long = hex(derive(prf, secret, 'key expansion', seed, 136))
    assert.equal(hex(derive(prf, secret, 'key expansion', seed, 48)), long.slice(0, 96))
  }
})

test('PRF of TLS 1.0: halves of a secret of odd length share its middle byte', () => {
  const seed = unhex('aabb')
  const shared = derive('md5+sha1', unhex('010203'), 'x', seed, 16)
  const even = derive('md5+sha1', unhex('01020203'), 'x', seed, 16)
  assert.equal(hex(shared), hex(even))
})

test('Finished: twelve bytes, in SSL 3.0 thirty-six, and each side its own', () => {
  const master = new Uint8Array(48).fill(7)
  for (const [prf, length] of [
    ['ssl3', 36],
    ['md5+sha1', 12],
    ['sha256', 12],
  ] as const) {
    const [client, server] = (['client', 'server'] as const).map((side) =>
      hex(finishedOf(prf, master, side, ascii('messages'))),
    )
    assert.equal(client?.length, 2 * length)
    assert.notEqual(client, server)
  }
})

test('MAC of SSL 3.0: the pads are 48 bytes for MD5 and 40 for SHA-1', () => {
  assert.equal(ssl3Mac('md5', unhex('01'), unhex('02')).length, 16)
  assert.equal(ssl3Mac('sha1', unhex('01'), unhex('02')).length, 20)
})
