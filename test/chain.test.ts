// Judges chains of the fixtures' certificates.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anchorOf, type Anchor } from '../src/engine/x509/anchor.ts'
import { type Certificate, findField, parseCertificate } from '../src/engine/x509/certificate.ts'
import { parseRevocationList } from '../src/engine/x509/crl.ts'
import { type ChainQuestion, judgeChain } from '../src/engine/x509/judge.ts'
import { parsePeerName } from '../src/engine/x509/peer-name.ts'
import { publicRoots } from '../src/engine/x509/roots.ts'
import { loadCertificate, loadDer, shortlyAfter } from './certificates.ts'

const root = loadCertificate('root')
const at = shortlyAfter(loadCertificate('must-staple'))
const trusted: Anchor[] = [anchorOf(root)!]

function judge(names: readonly string[], more: Partial<ChainQuestion> = {}) {
  return judgeChain({
    chain: names.map(loadCertificate),
    at,
    role: 'server',
    anchors: trusted,
    ...more,
  })
}

/** `kind@certificate`, with a question mark where only the strict object. */
function told(names: readonly string[], more: Partial<ChainQuestion> = {}): string[] {
  return judge(names, more).faults.map(
    ({ kind, certificate, strict }) => `${kind}@${certificate}${strict ? '?' : ''}`,
  )
}

const www = parsePeerName('www.example.org')
const good = ['server', 'intermediate']

const verdicts: [what: string, chain: string[], more: Partial<ChainQuestion>, faults: string[]][] =
  [
    ['a sound server', good, { name: www }, []],
    ['the root sent along', [...good, 'root'], { name: www }, []],
    ['any order', ['server', 'root', 'intermediate'], { name: www }, []],
    ['twice the same', ['server', 'server', 'intermediate'], { name: www }, []],
    ['a wildcard name', good, { name: parsePeerName('a.shop.example.org') }, []],
    ['an address', good, { name: parsePeerName('192.0.2.7') }, []],
    ['another host', good, { name: parsePeerName('example.org') }, ['name-mismatch@0']],
    ['another address', good, { name: parsePeerName('192.0.2.8') }, ['name-mismatch@0']],
    ['a common name only', ['common-name', 'intermediate'], { name: www }, ['name-mismatch@0?']],
    ['a sound client', ['client', 'intermediate'], { role: 'client' }, []],
    ['a server as client', good, { role: 'client' }, ['wrong-usage@0']],
    ['a client as server', ['client', 'intermediate'], {}, ['wrong-usage@0', 'malformed@0?']],
    [
      'too late',
      good,
      { at: at + 200 * 366 * 86_400 },
      ['expired@0', 'intermediate-expired@1', 'intermediate-expired@2'],
    ],
    ['too early', good, { at: 0 }, ['not-yet-valid@0', 'not-yet-valid@1', 'not-yet-valid@2']],
    ['no intermediate', ['server'], {}, ['unknown-issuer@0']],
    [
      'an intermediate known from elsewhere',
      ['server'],
      { known: [loadCertificate('intermediate')] },
      ['chain-incomplete@0'],
    ],
    ['a pointer to the missing issuer', ['names'], {}, ['malformed@0?', 'chain-incomplete@0']],
    ['a root that nobody trusts', [...good, 'root'], { anchors: [] }, ['unknown-issuer@2']],
    ['no root and no trust', good, { anchors: [] }, ['unknown-issuer@1']],
    ['signed by itself', ['self-signed'], {}, ['self-signed@0']],
    [
      'signed by itself and trusted',
      ['self-signed'],
      { anchors: [anchorOf(loadCertificate('self-signed'))!] },
      [],
    ],
    [
      'a path that is too long',
      ['below-two', 'below-pathlen', 'intermediate'],
      {},
      ['constraint-violated@2'],
    ],
    [
      'an issuer that is no CA',
      ['below-leaf', 'not-a-ca'],
      {},
      ['constraint-violated@1', 'constraint-violated@1'],
    ],
    [
      'a name outside the constraints',
      ['outside', 'constrained'],
      {},
      ['constraint-violated@0', 'constraint-violated@0'],
    ],
    ['an unknown critical extension', ['critical', 'intermediate'], {}, ['malformed@0']],
    ['a short key', ['rsa1024', 'intermediate'], {}, ['weak@0']],
    ['more intermediates than allowed', good, { depth: 0 }, ['constraint-violated@0']],
    ['as many as allowed', good, { depth: 1 }, []],
    [
      'must staple, and nothing stapled',
      ['must-staple', 'intermediate'],
      { staple: null },
      ['status@0?'],
    ],
    ['must staple, and nobody knows', ['must-staple', 'intermediate'], {}, []],
    ['a good staple', good, { staple: loadDer('ocsp-valid') }, []],
    ['a revoking staple', good, { staple: loadDer('ocsp-revoked') }, ['revoked@0']],
    [
      'a staple for another',
      ['must-staple', 'intermediate'],
      { staple: loadDer('ocsp-valid') },
      ['status@0'],
    ],
    ['a cut staple', good, { staple: loadDer('ocsp-valid').subarray(0, 99) }, ['status@0']],
    ['on the list', good, { crls: [parseRevocationList(loadDer('revoked.crl'))] }, ['revoked@0']],
    [
      'another than the one on the list',
      ['must-staple', 'intermediate'],
      { crls: [parseRevocationList(loadDer('revoked.crl'))] },
      [],
    ],
  ]
for (const [what, chain, more, faults] of verdicts) {
  test(`chain: ${what}`, () => assert.deepEqual(told(chain, more), faults))
}

test('chain: a changed signature is told as such, and the certificate of the list too', () => {
  const der = loadDer('server').slice()
  der[der.length - 1]! ^= 1
  const forged: Certificate[] = [parseCertificate(der), loadCertificate('intermediate')]
  const { faults } = judgeChain({ chain: forged, at, role: 'server', anchors: trusted })
  assert.deepEqual(
    faults.map(({ kind, field }) => [kind, field]),
    [['bad-signature', 'signatureValue']],
  )
  const crl = loadDer('revoked.crl').slice()
  crl[crl.length - 1]! ^= 1
  assert.deepEqual(told(good, { crls: [parseRevocationList(crl)] }), ['status@0'])
})

test('chain: faults point at the field', () => {
  const server = loadCertificate('server')
  const [fault] = judge(good, { at: at + 200 * 366 * 86_400 }).faults
  const field = findField(server, 'notAfter')!
  assert.deepEqual(fault?.span, { from: field.from, to: field.to })
  assert.equal(fault.cause, 'server-certificate-expired')
  assert.equal(
    judge(['client'], { role: 'client' }).faults[0]?.cause,
    'client-certificate-unknown-issuer',
  )
})

test('chain: the facts of the path', () => {
  const judged = judge(['server', 'root', 'client', 'intermediate'])
  assert.deepEqual(judged.path, [0, 3, 1])
  assert.deepEqual(judged.extra, [2])
  assert.equal(judged.reach, 'given-anchor')
  assert.equal(judged.isInOrder, false)
  assert.equal(judge([...good, 'root']).isInOrder, true)
  assert.equal(judge(['below-two', 'intermediate', 'below-pathlen']).isInOrder, false)
  assert.equal(judge(['server']).missing?.name, 'CN=Fixture Intermediate,O=Shakedown Fixtures')
  assert.equal(judge(good, { anchors: [] }).reach, 'nothing')
  assert.equal(judge([...good, 'root'], { anchors: [] }).reach, 'private-root')
})

test('chain: an empty one is judged without a fault', () => {
  assert.deepEqual(judge([]).faults, [])
})

test('roots: the public store is read whole, and holds those that everybody knows', () => {
  const { anchors } = publicRoots()
  assert.ok(anchors.length > 100)
  assert.ok(anchors.every(({ key }) => key.damage === null && key.verify !== null))
  assert.ok(anchors.some(({ label }) => label === 'ISRG Root X1'))
})
