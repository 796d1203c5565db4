import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversationsOf, readSample } from '../../../test/samples.ts'
import { certificates } from '../session/handshake-view.ts'
import { reportCertificate } from './certificate.ts'

const story = conversationsOf(readSample('bad-client-certificate.cap')).find(
  ({ protocol }) => protocol === 'tls',
)!
const [server] = certificates(story, 'server')
const [client] = certificates(story, 'client')

test('certificate: the one of the story that had expired', () => {
  assert.deepEqual(reportCertificate(client!), {
    subject: 'CN=orders.fabrikam.example,O=Fabrikam Purchasing',
    issuer: 'CN=Contoso Partner Issuing CA,O=Contoso Partners,C=US',
    notBefore: '2008-05-01T00:00:00Z',
    notAfter: '2009-05-01T00:00:00Z',
    names: [],
    key: 'RSA 1024 bits',
    signatureAlgorithm: 'RSA with SHA-1',
    serial: '4E57A3AFEBCF1E802C735259B9FFCA330B8A9456',
    sha256: '56cacdbf6ed5605cb75356168554d71b2cc2497b8ae67dc25d2a39aab1263bb6',
    damage: null,
  })
})

test('certificate: the names that it is for', () => {
  assert.deepEqual(reportCertificate(server!).names, ['gateway.contoso.example'])
})

test('certificate: wherever it is cut, what was read is kept and the damage told', () => {
  for (let length = 0; length < server!.length; length++) {
    const { damage, subject, sha256 } = reportCertificate(server!.subarray(0, length))
    assert.ok(damage !== null && damage !== '', `cut at ${length}`)
    assert.equal(sha256.length, 64)
    assert.ok(subject === '' || subject.startsWith('CN=gateway'), `cut at ${length}: ${subject}`)
  }
})
