// What a verdict says it is not: true of the conversation, and never the verdict itself.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixtures, reportOn } from './fixtures.ts'

function verdictOn(name: string) {
  const fixture = fixtures.find((each) => each.name.startsWith(name))
  assert.ok(fixture, name)
  const verdict = reportOn(fixture).connections.findLast((c) => c.verdict !== null)?.verdict
  assert.ok(verdict, name)
  return verdict
}

test('an unknown name: the name was sent, and the rest of the hello is sound', () => {
  const { cause, ruledOut } = verdictOn('sni-unknown-tls12')
  assert.equal(cause, 'server-name-unknown')
  assert.ok(ruledOut.some((sentence) => /^The client named the server \(SNI /.test(sentence)))
  assert.ok(ruledOut.includes('The capture lacks no byte of the handshake'))
})

test('a missing name is not said to have been sent', () => {
  const { cause, ruledOut } = verdictOn('sni-missing-tls12')
  assert.equal(cause, 'server-name-missing')
  assert.ok(ruledOut.length > 0)
  assert.ok(!ruledOut.some((sentence) => sentence.includes('named the server')))
})

test('an old client is not said to offer the newest version', () => {
  const { cause, ruledOut } = verdictOn('client-max-11-server-min-12')
  assert.equal(cause, 'client-version-too-old')
  assert.ok(!ruledOut.some((sentence) => sentence.includes('newest version')))
})

test('lost packets are not said to have arrived', () => {
  const { cause, ruledOut } = verdictOn('packet-loss-c2s-tls12')
  assert.equal(cause, 'packet-loss')
  assert.ok(!ruledOut.some((sentence) => sentence.includes('acknowledged it')))
})
