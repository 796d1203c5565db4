// Reads the fixtures' certificates: fields, every cut, every flipped byte, every kind of signature.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WireError } from '../src/engine/wire/cursor.ts'
import { describeSignatureAlgorithm } from '../src/engine/x509/algorithm.ts'
import { describeSerial, findField, parseCertificate } from '../src/engine/x509/certificate.ts'
import { parseRevocationList } from '../src/engine/x509/crl.ts'
import { describeGeneralName } from '../src/engine/x509/general-name.ts'
import { verifyIssuedBy } from '../src/engine/x509/issue.ts'
import { judgeChain } from '../src/engine/x509/judge.ts'
import { parseOcspResponse } from '../src/engine/x509/ocsp.ts'
import { describeKey } from '../src/engine/x509/public-key.ts'
import { certificateNames, loadCertificate, loadDer } from './certificates.ts'

for (const name of certificateNames) {
  test(`certificate ${name}: is read whole, without oddities`, () => {
    const { damage, oddities, extensions } = loadCertificate(name)
    assert.equal(damage, null)
    assert.deepEqual(oddities, [])
    assert.deepEqual(
      extensions.filter((each) => each.damage !== null),
      [],
    )
  })
}

test('certificate: fields of a server', () => {
  const server = loadCertificate('server')
  assert.equal(server.version, 3)
  assert.equal(server.subject?.text, 'CN=www.example.org')
  assert.equal(server.issuer?.text, 'CN=Fixture Intermediate,O=Shakedown Fixtures')
  assert.equal((server.notAfter ?? 0) - (server.notBefore ?? 0), 36500 * 86400)
  assert.equal(server.publicKey && describeKey(server.publicKey), 'EC secp256r1')
  assert.equal(describeSignatureAlgorithm(server.signatureAlgorithm, ''), 'ECDSA with SHA-256')
  assert.match(describeSerial(server.serial ?? new Uint8Array()), /^[0-9A-F]{38,40}$/)
  assert.deepEqual(server.values.subjectAltName?.map(describeGeneralName), [
    'DNS:www.example.org',
    'DNS:*.shop.example.org',
    'IP:192.0.2.7',
  ])
  assert.deepEqual(server.values.extKeyUsage, ['1.3.6.1.5.5.7.3.1'])
  assert.deepEqual([...(server.values.keyUsage ?? [])], ['digitalSignature'])
  assert.equal(server.values.basicConstraints, undefined)
})

test('certificate: fields of a CA', () => {
  const { values } = loadCertificate('constrained')
  assert.deepEqual(values.basicConstraints, { ca: true, pathLength: null })
  assert.deepEqual(values.nameConstraints?.permitted.map(describeGeneralName), [
    'DNS:example.net',
    'IP:192.0.2.0/255.255.255.0',
  ])
  assert.deepEqual(values.nameConstraints.excluded.map(describeGeneralName), [
    'DNS:bad.example.net',
  ])
  assert.equal(loadCertificate('intermediate').values.basicConstraints?.pathLength, 0)
})

test('certificate: pointers, policies and names of all kinds', () => {
  const { subject, values } = loadCertificate('names')
  assert.equal(
    subject?.text,
    'OU=\\#1+CN=A\\\\B,O=Comma\\, Inc.,C=AT,1.2.840.113549.1.9.1=a@example.org',
  )
  assert.deepEqual(values.subjectAltName?.map(describeGeneralName), [
    'email:a@example.org',
    'URI:https://example.org/x',
    'DirName:CN=inside',
  ])
  assert.deepEqual(values.certificatePolicies, ['2.23.140.1.2.1', '1.2.3.4'])
  assert.deepEqual(values.authorityInfoAccess, {
    ocsp: ['http://ocsp.example.org'],
    caIssuers: ['http://ca.example.org/i.der'],
  })
  assert.deepEqual(values.cRLDistributionPoints, ['http://ca.example.org/i.crl'])
  assert.deepEqual(loadCertificate('must-staple').values.tlsfeature, [5])
})

test('certificate: every field says where it stands', () => {
  const server = loadCertificate('server')
  for (const { field, from, to } of server.fields)
    assert.ok(from < to && to <= server.der.length, field)
  const span = findField(server, 'notAfter')
  assert.ok(span !== null)
  const text = new TextDecoder().decode(server.der.subarray(span.from + 2, span.to))
  assert.match(text, /^\d{14}Z$/)
  assert.equal(findField(server, 'keyUsage')?.to, findField(server, 'keyUsage')!.from + 16)
})

test('certificate: wherever it is cut, it says so and keeps what stands before', () => {
  const whole = loadDer('server')
  const full = parseCertificate(whole)
  for (let kept = 0; kept < whole.length; kept++) {
    const cut = parseCertificate(whole.subarray(0, kept))
    assert.ok(cut.damage instanceof WireError, `cut after ${kept}`)
    // The two dates stand in one structure, which is whole or not there.
    for (const field of ['serialNumber', 'issuer', 'notAfter', 'subject'] as const) {
      const seen = (findField(full, field)?.to ?? Infinity) <= kept
      assert.equal(findField(cut, field) !== null, seen, `${field}, cut after ${kept}`)
    }
  }
})

test('certificate: damage in one place leaves the rest readable', () => {
  const der = loadDer('server').slice()
  const { from } = findField(parseCertificate(der), 'notBefore')!
  der[from + 2] = 0x78
  const damaged = parseCertificate(der)
  assert.match(damaged.damage?.message ?? '', /^notBefore: a time that cannot be read at byte \d+$/)
  assert.equal(damaged.issuer?.text, 'CN=Fixture Intermediate,O=Shakedown Fixtures')
  assert.equal(damaged.subject, null)
  assert.notEqual(damaged.signature, null)
})

test('certificate: a damaged extension leaves the others readable', () => {
  const der = loadDer('server').slice()
  const { to } = findField(parseCertificate(der), 'keyUsage')!
  der[to - 2] = 9
  const { damage, extensions, values } = parseCertificate(der)
  assert.equal(damage, null)
  const [bad, ...more] = extensions.filter((each) => each.damage !== null)
  assert.deepEqual([bad?.name, more.length], ['keyUsage', 0])
  assert.equal(values.keyUsage, undefined)
  assert.notEqual(values.subjectAltName, undefined)
})

for (const name of [
  'names',
  'constrained',
  'rsa-pss-sha256',
  'dsa',
  'revoked.crl',
  'ocsp-revoked',
]) {
  test(`mutated ${name}: whatever a byte becomes, nothing is thrown`, () => {
    const der = loadDer(name).slice()
    for (let at = 0; at < der.length; at++) {
      const kept = der[at]!
      for (const value of [0x80, kept ^ 1]) {
        der[at] = value
        parseRevocationList(der)
        parseOcspResponse(der)
        parseCertificate(der)
      }
      der[at] = kept
    }
  })
}

test('mutated server: whatever a byte becomes, the chain is judged', () => {
  const intermediate = loadCertificate('intermediate')
  const der = loadDer('server').slice()
  for (let at = 0; at < der.length; at += 9) {
    const kept = der[at]!
    der[at] = kept ^ 0x21
    const chain = [parseCertificate(der.slice()), intermediate]
    assert.ok(!judgeChain({ chain, at: 0, role: 'server' }).accepted)
    der[at] = kept
  }
})

const selfSigned = certificateNames.filter((name) =>
  /^(rsa-|secp|brainpool|ed|dsa|self|root)/.test(name),
)
for (const name of selfSigned) {
  test(`signature ${name}: is by its own key, and not when a bit is changed`, () => {
    const { publicKey, signature } = loadCertificate(name)
    assert.ok(publicKey !== null && signature !== null)
    assert.equal(verifyIssuedBy(loadCertificate(name), publicKey), 'valid')
    for (const place of ['subject', 'signatureValue']) {
      const der = loadDer(name).slice()
      const { to } = findField(parseCertificate(der), place)!
      der[to - 1]! ^= 1
      assert.equal(verifyIssuedBy(parseCertificate(der), publicKey), 'invalid', place)
    }
  })
}

test('signature: is by the issuer and nobody else', () => {
  const server = loadCertificate('server')
  assert.equal(verifyIssuedBy(server, loadCertificate('intermediate').publicKey!), 'valid')
  assert.equal(verifyIssuedBy(server, loadCertificate('root').publicKey!), 'invalid')
  assert.equal(verifyIssuedBy(server, loadCertificate('ed25519').publicKey!), 'invalid')
})

test('revocation list: entries, dates and number', () => {
  const list = parseRevocationList(loadDer('revoked.crl'))
  assert.equal(list.damage, null)
  const [entry] = list.revoked.values()
  assert.equal(list.revoked.size, 1)
  assert.equal(entry?.reason, 1)
  assert.deepEqual(
    list.extensions.map(({ oid }) => oid),
    ['2.5.29.20'],
  )
  assert.ok((list.nextUpdate ?? 0) > (list.thisUpdate ?? Infinity))
})

test('OCSP: a good and a revoked answer', () => {
  for (const [name, status] of [
    ['ocsp-valid', 'good'],
    ['ocsp-revoked', 'revoked'],
  ] as const) {
    const answer = parseOcspResponse(loadDer(name))
    assert.equal(answer.damage, null)
    assert.equal(answer.status, 0)
    assert.equal(answer.responses[0]?.status, status)
    assert.equal(answer.responderName?.text, 'CN=Fixture Intermediate,O=Shakedown Fixtures')
  }
})
