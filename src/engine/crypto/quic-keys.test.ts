// The vectors of RFC 9001 appendix A and RFC 9369 appendix A.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, unhex } from './octets.ts'
import {
  expandPacketNumber,
  initialSecrets,
  initialSuite,
  isRetryGenuine,
  openPacket,
  quicKeys,
  unprotectHeader,
} from './quic-keys.ts'

const destination = unhex('8394c8f03e515708')
const v1 = { key: 'quic key', iv: 'quic iv', hp: 'quic hp', ku: 'quic ku' }
const v2 = { key: 'quicv2 key', iv: 'quicv2 iv', hp: 'quicv2 hp', ku: 'quicv2 ku' }
const v1Salt = unhex('38762cf7f55934b34d179ae6a4c80cadccbb7f0a')
const v2Salt = unhex('0dede3def700a6db819381be6e269dcbf9bd2ed9')
const chachaSecret = unhex('9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b')

test('initial secrets: both sides of version 1 and the client of version 2', () => {
  const one = initialSecrets(v1Salt, destination)
  assert.equal(hex(one.client), 'c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea')
  assert.equal(hex(one.server), '3c199828fd139efd216c155ad844cc81fb82fa8d7446fa7d78be803acdda951b')
  assert.equal(
    hex(initialSecrets(v2Salt, destination).client),
    '14ec9d6eb9fd7af83bf5a668bc17a7e283766aade7ecd0891f70f9ff7f4bf47b',
  )
})

test('header mask: the sample of RFC 9001 A.2', () => {
  const keys = quicKeys(initialSuite, initialSecrets(v1Salt, destination).client, v1)
  assert.equal(hex(keys!.mask(unhex('d1b1c98dd7689fb8ec11d242b123dc9b'))), '437b9aec36')
})

const serverInitial = unhex(
  `cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f
  5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795
  d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee`,
)

test('server Initial of RFC 9001 A.3: header, number and payload', () => {
  const keys = quicKeys(initialSuite, initialSecrets(v1Salt, destination).server, v1)!
  const opened = openPacket(keys, serverInitial, 18, -1)
  assert.equal(opened?.packetNumber, 1)
  assert.equal(hex(opened.header), 'c1000000010008f067a5502a4262b50040750001')
  assert.equal(hex(opened.payload).slice(0, 20), '02000000000600405a02')
})

test('server Initial: one bit changed anywhere does not open', () => {
  const keys = quicKeys(initialSuite, initialSecrets(v1Salt, destination).server, v1)!
  for (let at = 0; at < serverInitial.length; at += 7) {
    const changed = serverInitial.slice()
    changed[at]! ^= 1
    assert.equal(openPacket(keys, changed, 18, -1), null, `byte ${at}`)
  }
})

const short: [string, typeof v1, string][] = [
  ['version 1, RFC 9001 A.5', v1, '4cfe4189655e5cd55c41f69080575d7999c25a5bfb'],
  ['version 2, RFC 9369 A.5', v2, '5558b1c60ae7b6b932bc27d786f4bc2bb20f2162ba'],
]
for (const [name, labels, packet] of short) {
  test(`short header under ChaCha20: ${name}`, () => {
    const keys = quicKeys(0x1303, chachaSecret, labels)!
    const opened = openPacket(keys, unhex(packet), 1, 654360563)
    assert.equal(opened?.packetNumber, 654360564)
    assert.equal(hex(opened.payload), '01')
  })
}

test('key update changes keys and keeps the header mask', () => {
  const keys = quicKeys(0x1303, chachaSecret, v1)!
  const sample = unhex('5e5cd55c41f69080575d7999c25a5bfb')
  assert.equal(hex(keys.next().mask(sample)), 'aefefe7d03')
  const packet = unhex(short[0]![2])
  const { header, packetNumber } = unprotectHeader(keys, packet, 1, 654360563)!
  assert.equal(keys.next().open(packetNumber, header, packet.subarray(4)), null)
})

const retries: [string, string, string, string][] = [
  [
    'version 1',
    'ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba',
    'be0c690b9f66575a1d766b54e368c84e',
    '461599d35d632bf2239825bb',
  ],
  [
    'version 2',
    'cf6b3343cf0008f067a5502a4262b5746f6b656ec8646ce8bfe33952d955543665dcc7b6',
    '8fb4b01b56ac48e260fbcbcead7ccc92',
    'd86969bc2d7c6d9990efb04a',
  ],
]
for (const [name, packet, key, nonce] of retries) {
  test(`retry integrity tag, ${name}`, () => {
    const bytes = unhex(packet)
    assert.equal(isRetryGenuine(bytes, destination, unhex(key), unhex(nonce)), true)
    assert.equal(isRetryGenuine(bytes, destination.subarray(1), unhex(key), unhex(nonce)), false)
    bytes[8]! ^= 1
    assert.equal(isRetryGenuine(bytes, destination, unhex(key), unhex(nonce)), false)
  })
}

const numbers: [truncated: number, length: number, largest: number, whole: number][] = [
  [0x9b32, 2, 0xa82f30ea, 0xa82f9b32],
  [0, 1, -1, 0],
  [0xff, 1, 0x100, 0xff],
  [0x01, 1, 0xff, 0x101],
]
for (const [truncated, length, largest, whole] of numbers) {
  test(`packet number ${truncated} after ${largest} is ${whole}`, () =>
    assert.equal(expandPacketNumber(truncated, length, largest), whole))
}

test('a packet too short to be sampled is refused', () => {
  const keys = quicKeys(0x1303, chachaSecret, v1)!
  assert.equal(openPacket(keys, unhex('4cfe4189655e5cd55c41f69080575d7999c25a5b'), 1, 0), null)
})

test('a suite that QUIC does not use has no keys', () =>
  assert.equal(quicKeys(0x1305, chachaSecret, v1), null))
