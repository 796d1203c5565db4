import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex } from '../wire/hex.ts'
import { knownName } from './known-names.ts'

/** A name with one common name of the given letters. */
const named = (letters: string) => {
  const text = Array.from(letters, (letter) => letter.charCodeAt(0).toString(16)).join('')
  const tlv = (tag: string, contents: string) =>
    `${tag}82${(contents.length / 2).toString(16).padStart(4, '0')}${contents}`
  return fromHex(tlv('30', tlv('31', tlv('30', `0603550403${tlv('0c', text)}`))))
}

test('known names: the same bytes are the same name, read once', () => {
  assert.equal(knownName(named('Root A')), knownName(named('Root A')))
  assert.equal(knownName(named('Root A'))?.text, 'CN=Root A')
})

test('known names: names that differ are not taken for each other', () => {
  const texts = ['Root A', 'Root B', `A${'x'.repeat(40)}`, `B${'x'.repeat(40)}`]
  for (const text of texts) assert.equal(knownName(named(text))?.text, `CN=${text}`)
})

test('known names: what is no name is none, the second time too', () => {
  const broken = fromHex('3003310130')
  assert.deepEqual([knownName(broken), knownName(broken)], [null, null])
})

test('known names: a long one is read anew', () => {
  const long = named('x'.repeat(2000))
  assert.notEqual(knownName(long), knownName(long))
  assert.deepEqual(knownName(long), knownName(long))
})

test('known names: the oldest are forgotten', () => {
  const first = knownName(named('first'))
  for (let i = 0; i < 1100; i++) knownName(named(`CA ${i}`))
  assert.notEqual(knownName(named('first')), first)
})
