// What the user says about trust: anchors and revocation lists, on a real handshake with a revoked certificate.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shakedown } from './command-line.ts'

const folder = 'fixtures/lab/revoked-crl-tls12--openssl--openssl--crl'

test('a revocation list shows since when a certificate is revoked', () => {
  const { stdout, status } = shakedown([
    `${folder}/capture.pcap`,
    '--ca',
    `${folder}/ca.pem`,
    '--crl',
    `${folder}/crl.pem`,
  ])
  assert.equal(status, 1)
  assert.match(stdout, /is on the revocation list of its issuer\s+since 2026-11-25/)
})

test('without the list the alert stands alone', () => {
  const { stdout } = shakedown([`${folder}/capture.pcap`])
  assert.match(stdout, /server-certificate-revoked/)
  assert.doesNotMatch(stdout, /revocation list of its issuer/)
})

test('a file that is no revocation list is refused', () => {
  const { stderr, status } = shakedown([`${folder}/capture.pcap`, '--crl', 'README.md'])
  assert.equal(status, 2)
  assert.match(stderr, /README\.md holds no revocation list/)
})
