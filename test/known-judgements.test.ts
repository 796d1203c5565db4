// Judgements that are remembered, and what they may not be taken for.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anchorOf } from '../src/engine/x509/anchor.ts'
import { parseRevocationList } from '../src/engine/x509/crl.ts'
import { judgeChain, type ChainQuestion } from '../src/engine/x509/judge.ts'
import { knownJudgement } from '../src/engine/x509/known-judgements.ts'
import { parsePeerName } from '../src/engine/x509/peer-name.ts'
import { publicRoots } from '../src/engine/x509/roots.ts'
import { loadCertificate, loadDer, shortlyAfter } from './certificates.ts'

const root = loadCertificate('root')
const server = loadCertificate('server')
const intermediate = loadCertificate('intermediate')
const at = shortlyAfter(loadCertificate('must-staple'))

const question: ChainQuestion = {
  chain: [server, intermediate],
  at,
  role: 'server',
  name: parsePeerName('www.example.org'),
  anchors: [anchorOf(root)!],
}

test('known judgements: the same question is judged once, whoever asks and at whatever hour', () => {
  const first = knownJudgement(question)
  const name = parsePeerName('www.example.org')
  const again = { ...question, chain: [...question.chain], name, anchors: [...question.anchors!] }
  assert.equal(knownJudgement(again), first)
  assert.equal(knownJudgement({ ...again, at: at + 86_400 }), first)
})

const others: [what: string, change: Partial<ChainQuestion>][] = [
  ['after its life', { at: server.notAfter! + 1 }],
  ['at its last second', { at: server.notAfter! }],
  ['before its life', { at: server.notBefore! - 1 }],
  ['for another name', { name: parsePeerName('example.com') }],
  ['for no name', { name: null }],
  ['as a client', { role: 'client' }],
  ['without the anchor', { anchors: [] }],
  ['with another anchor', { anchors: [anchorOf(intermediate)!] }],
  ['with the public roots', { anchors: [], roots: publicRoots() }],
  ['without the intermediate', { chain: [server] }],
  ['with a revocation list', { crls: [parseRevocationList(loadDer('revoked.crl'))] }],
  ['without the staple that it could have had', { staple: null }],
  ['with a broken staple', { staple: Uint8Array.of(48, 0) }],
  ['with another broken staple', { staple: Uint8Array.of(48, 1) }],
  ['where no intermediate is allowed', { depth: 0 }],
  ['where an issuer is known', { chain: [server], known: [intermediate] }],
]
for (const [what, change] of others) {
  test(`known judgements: the same chain ${what} is judged for itself`, () => {
    const changed = { ...question, ...change }
    const first = knownJudgement(question)
    const judged = knownJudgement(changed)
    assert.notEqual(judged, first)
    assert.deepEqual(judged, judgeChain(changed))
    assert.deepEqual(knownJudgement(question), judgeChain(question))
  })
}

test('known judgements: a staple that is overwritten afterwards is still told from the new one', () => {
  const staple = Uint8Array.of(48, 2, 10, 1)
  const first = knownJudgement({ ...question, staple })
  staple[3] = 2
  assert.notEqual(knownJudgement({ ...question, staple }), first)
})

test('known judgements: of one certificate the oldest are forgotten', () => {
  const asked = (host: number) =>
    knownJudgement({ ...question, name: parsePeerName(`h${host}.example.org`) })
  const first = asked(0)
  assert.equal(asked(0), first)
  for (let host = 1; host <= 8; host++) asked(host)
  assert.notEqual(asked(0), first)
})

test('known judgements: an empty chain is judged, too', () => {
  assert.deepEqual(knownJudgement({ ...question, chain: [] }).faults, [])
})
