import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gcm } from '@noble/ciphers/aes.js'
import { parseKeyLog } from '../capture/keylog.ts'
import { expandLabel } from '../crypto/hkdf.ts'
import { makeMask } from '../crypto/mask.ts'
import { concatBytes, hex, u16, unhex, xorNonce } from '../crypto/octets.ts'
import { KeyRing } from './keyring.ts'
import type { QuicOpener } from './opener-quic.ts'

const labels = { key: 'quic key', iv: 'quic iv', hp: 'quic hp', ku: 'quic ku' }
const random = new Uint8Array(32).fill(0xc1)
const secret = new Uint8Array(32).fill(0x42)

function message(type: number, body: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(type, 0), u16(body.length), body)
}

function openerWith(log: string, answered: boolean): QuicOpener {
  const opener = new KeyRing({ keyLogs: [parseKeyLog(log)] }).quicOpenerFor()
  const hello = concatBytes(unhex('0303'), random, unhex('00 0006 130113021303 0100'))
  opener.handshake('client', message(1, hello))
  const answer = concatBytes(unhex('0303'), random, unhex('00 1301 00 0006 002b00020304'))
  if (answered) opener.handshake('server', message(2, answer))
  return opener
}

/** A packet with a short header, no connection ID, and a packet number of two bytes. */
function seal(phase: 0 | 1, current: Uint8Array, number: number): Uint8Array {
  const header = concatBytes(Uint8Array.of(0x41 | (phase << 2)), u16(number))
  const key = expandLabel('sha256', current, labels.key, 16)
  const nonce = xorNonce(expandLabel('sha256', current, labels.iv, 12), number)
  const sealed = gcm(key, nonce, header).encrypt(new Uint8Array(20).fill(1))
  // Header protection keeps the first key through all updates.
  const mask = makeMask('aes-gcm', expandLabel('sha256', secret, labels.hp, 16))
  const over = mask(sealed.subarray(2, 18))
  header[0]! ^= over[0]! & 0x1f
  header[1]! ^= over[1]!
  header[2]! ^= over[2]!
  return concatBytes(header, sealed)
}

const traffic = `CLIENT_TRAFFIC_SECRET_0 ${hex(random)} ${hex(secret)}`
const updated = expandLabel('sha256', secret, labels.ku, 32)
const twice = expandLabel('sha256', updated, labels.ku, 32)

test('1-RTT packets open through key updates, and one that was overtaken too', () => {
  const opener = openerWith(traffic, true)
  const open = (packet: Uint8Array, largest: number): number | undefined =>
    opener.openShort('client', packet, 1, largest, labels)?.packetNumber
  assert.equal(open(seal(0, secret, 0), -1), 0)
  assert.equal(open(seal(0, secret, 1), 0), 1)
  assert.equal(open(seal(1, updated, 3), 1), 3)
  assert.equal(open(seal(0, secret, 2), 3), 2)
  assert.equal(open(seal(1, updated, 4), 3), 4)
  assert.equal(open(seal(0, twice, 5), 4), 5)
  assert.equal(opener.notes.match, 'found')
})

test('a packet that does not open is told in packets', () => {
  const opener = openerWith(traffic, true)
  const wrong = seal(0, updated, 0)
  assert.equal(opener.openShort('client', wrong, 1, -1, labels), null)
  assert.equal(opener.notes.match, 'misfit')
  assert.deepEqual(opener.notes.notes, [
    'The secret that was found for this conversation does not open the packets of the client.',
  ])
})

test('early data before the ServerHello: keys for each offered suite whose hash is as long as the secret', () => {
  const opener = openerWith(`CLIENT_EARLY_TRAFFIC_SECRET ${hex(random)} ${hex(secret)}`, false)
  assert.equal(opener.keysFor('client', 'early', labels).length, 2)
  assert.equal(opener.keysFor('client', 'handshake', labels).length, 0)
})

test('no keys before the suite is chosen, one set after it', () => {
  assert.equal(openerWith(traffic, false).keysFor('client', 'traffic', labels).length, 0)
  assert.equal(openerWith(traffic, true).keysFor('client', 'traffic', labels).length, 1)
  assert.equal(openerWith(traffic, true).keysFor('server', 'traffic', labels).length, 0)
})
