// A Finished that keys open and that does not fit what the capture shows: somebody changed the handshake on the way.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixtures, readFixture, reportOn } from './fixtures.ts'

const fixture = fixtures.find(
  ({ name, keyLog }) => keyLog !== null && name.startsWith('wrongname-tls13--'),
)
assert.ok(fixture)

/** Where the session id of the ClientHello begins: behind its random. */
function findSessionId(bytes: Uint8Array): number {
  for (let at = 0; at + 76 < bytes.length; at++)
    if (bytes[at] === 0x16 && bytes[at + 1] === 3 && bytes[at + 5] === 1 && bytes[at + 43] === 32)
      return at + 44
  throw new Error('no ClientHello with a session id')
}

test('as it was captured, the verdict is about the certificate', () => {
  const { verdict } = reportOn(fixture).connections.at(-1)!
  assert.equal(verdict?.cause, 'server-certificate-name-mismatch')
})

test('with a byte of the hello changed, Finished convicts whatever is in between', () => {
  const bytes = readFixture(fixture)
  bytes[findSessionId(bytes)]! ^= 1
  const { verdict } = reportOn(fixture, bytes).connections.at(-1)!
  assert.equal(verdict?.cause, 'finished-mismatch')
  assert.equal(verdict.faultSide, 'middle')
  assert.ok(verdict.evidence.some(({ text }) => text.includes('does not fit the messages before')))
})
