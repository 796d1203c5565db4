import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GeneralName } from './general-name.ts'
import { describeIp } from './general-name.ts'
import { isHostCovered, isSameMailbox, parseIp, parsePeerName } from './peer-name.ts'
import { faultOfBase, isWithin, mayTouch } from './subtree.ts'

const hosts: [covered: boolean, host: string, pattern: string][] = [
  [true, 'www.example.org', 'www.example.org'],
  [true, 'WWW.example.ORG.', 'www.EXAMPLE.org'],
  [true, 'a.example.org', '*.example.org'],
  [false, 'example.org', '*.example.org'],
  [false, 'a.b.example.org', '*.example.org'],
  [false, '.example.org', '*.example.org'],
  [false, 'foo.example.org', 'f*.example.org'],
  [false, 'foo.example.org', 'foo.*.org'],
  [false, 'example.org', '*'],
  [false, 'www.example.org', 'example.org'],
]
for (const [covered, host, pattern] of hosts) {
  test(`peer name: ${pattern} ${covered ? 'covers' : 'does not cover'} ${host}`, () =>
    assert.equal(isHostCovered(host, pattern), covered))
}

const addresses: [text: string, bytes: string | null][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.01', null],
  ['192.0.2.256', null],
  ['192.0.2', null],
  ['::1', '::1'],
  ['2001:DB8::8:800:200C:417A', '2001:db8::8:800:200c:417a'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ['1::2::3', null],
  ['1:2:3:4:5:6:7:8:9', null],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['12345::', null],
  ['example.org', null],
]
for (const [text, form] of addresses) {
  test(`peer name: ${text} is ${form ?? 'no address'}`, () => {
    const bytes = parseIp(text)
    assert.equal(bytes === null ? null : describeIp(Uint8Array.from(bytes)), form)
  })
}

test('peer name: the kind is told by how it is written', () => {
  assert.equal(parsePeerName('192.0.2.1').kind, 'ip')
  assert.deepEqual(parsePeerName('[::1]'), { kind: 'ip', value: '::1' })
  assert.equal(parsePeerName('a@example.org').kind, 'email')
  assert.equal(parsePeerName('example.org').kind, 'dns')
})

test('peer name: the case of a mailbox counts, that of its host does not', () => {
  assert.ok(isSameMailbox('Ann@example.org', 'Ann@EXAMPLE.org'))
  assert.ok(!isSameMailbox('ann@example.org', 'Ann@example.org'))
})

const dns = (value: string): GeneralName => ({ kind: 'dns', value })
const email = (value: string): GeneralName => ({ kind: 'email', value })
const uri = (value: string): GeneralName => ({ kind: 'uri', value })
const ip = (...bytes: number[]): GeneralName => ({
  kind: 'ip',
  value: '',
  bytes: Uint8Array.from(bytes),
})

const subtrees: [within: boolean | null, name: GeneralName, base: GeneralName][] = [
  [true, dns('example.org'), dns('example.org')],
  [true, dns('a.b.EXAMPLE.org'), dns('example.org')],
  [false, dns('notexample.org'), dns('example.org')],
  [true, dns('anything'), dns('')],
  [true, email('a@example.org'), email('example.org')],
  [false, email('a@host.example.org'), email('example.org')],
  [true, email('a@host.example.org'), email('.example.org')],
  [false, email('b@example.org'), email('a@example.org')],
  [true, uri('https://u@www.example.org:8/x'), uri('.example.org')],
  [false, uri('https://example.org/x'), uri('.example.org')],
  [true, uri('https://example.org/x'), uri('example.org')],
  [true, ip(192, 0, 2, 9), ip(192, 0, 2, 0, 255, 255, 255, 0)],
  [false, ip(192, 0, 3, 9), ip(192, 0, 2, 0, 255, 255, 255, 0)],
  [false, ip(192, 0, 2, 9, 255, 255, 255, 255), ip(192, 0, 2, 0, 255, 255, 255, 0)],
  [
    null,
    { kind: 'other', value: '1.2', oid: '1.2', bytes: new Uint8Array() },
    { kind: 'other', value: '1.2', oid: '1.2', bytes: new Uint8Array() },
  ],
]
for (const [i, [within, name, base]] of subtrees.entries()) {
  test(`subtree ${i}: ${name.value} in ${base.value}: ${within}`, () =>
    assert.equal(isWithin(name, base), within))
}

test('subtree: a wildcard touches the host that it stands for, and no deeper one', () => {
  assert.ok(mayTouch(dns('*.example.org'), dns('bar.example.org')))
  assert.ok(!mayTouch(dns('*.example.org'), dns('a.bar.example.org')))
  assert.ok(!mayTouch(dns('www.example.org'), dns('bar.example.org')))
})

const bases: [base: GeneralName, sound: boolean][] = [
  [dns('example.org'), true],
  [dns('.example.org'), false],
  [dns('exa mple.org'), false],
  [email('a@b@c'), false],
  [email('a@example.org'), true],
  [email('.example.org'), true],
  [ip(10, 0, 0, 0, 255, 0, 0, 0), true],
  [ip(10, 0, 0, 0, 255, 0, 255, 0), false],
  [ip(10, 0, 0, 0), false],
]
for (const [i, [base, sound]] of bases.entries()) {
  test(`subtree base ${i}: ${base.value} is ${sound ? 'sound' : 'faulty'}`, () =>
    assert.equal(faultOfBase(base) === null, sound))
}
