// Certificates against what the other side said that it takes.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { analyze } from '../src/engine/analysis.ts'
import { findMisfits, type Misfit } from '../src/engine/diagnose/offered-schemes.ts'
import { Story } from '../src/engine/diagnose/story.ts'
import { certificates } from '../src/engine/session/handshake-view.ts'
import type { Conversation } from '../src/engine/session/conversation.ts'
import type { Side } from '../src/engine/wire/span.ts'
import { knownCertificate } from '../src/engine/x509/known-certificates.ts'
import { fixtures, readFixture, type Fixture } from './fixtures.ts'

function misfitsIn(fixture: Fixture, side: Side): Misfit[] {
  const found: Conversation[] = []
  analyze(readFixture(fixture), { onConversation: (conversation) => found.push(conversation) })
  return found.flatMap((c) =>
    findMisfits(new Story(c), side, certificates(c, side).map(knownCertificate)),
  )
}

function fixtureOf(scenario: string): Fixture {
  const fixture = fixtures.find((each) => each.name.startsWith(`${scenario}--`))
  assert.ok(fixture, scenario)
  return fixture
}

test('a key bound to PSS does not fit a client that offers PSS for plain RSA keys alone', () => {
  const [misfit] = misfitsIn(fixtureOf('rsapss-certificate-tls12'), 'server')
  assert.equal(misfit?.ofKey, true)
  assert.match(misfit.text, /^The client takes no signature that the server's key/)
})

test('a DSA key of a client fits neither the types nor the schemes that a server asks for', () => {
  const misfits = misfitsIn(fixtureOf('client-cert-dsa-tls12'), 'client')
  assert.ok(misfits.some(({ text }) => text.includes('asked for')))
  assert.ok(misfits.some(({ text }) => text.includes('takes no signature')))
})

test('a signature of the chain that was not offered is told, and is no fault of the key', () => {
  const misfits = misfitsIn(fixtureOf('client-cert-md5-tls12'), 'client')
  assert.ok(misfits.length > 0)
  for (const misfit of misfits) assert.equal(misfit.ofKey, false)
})

test('handshakes that completed have no key that the other side cannot take', () => {
  const wrong = fixtures
    .filter(({ name }) => name.startsWith('ok-'))
    .flatMap((fixture) =>
      (['server', 'client'] as const).flatMap((side) =>
        misfitsIn(fixture, side).flatMap((m) => (m.ofKey ? [`${fixture.name}: ${m.text}`] : [])),
      ),
    )
  assert.deepEqual(wrong, [])
})
