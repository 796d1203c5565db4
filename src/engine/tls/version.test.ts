import assert from 'node:assert/strict'
import { test } from 'node:test'
import { versionRows } from '../registry/tables/versions.ts'
import {
  findGeneration,
  findNewest,
  isDtlsVersion,
  isTls12OrNewer,
  rankVersion,
} from './version.ts'

const generations: [version: number, generation: string | undefined][] = [
  [0x0002, 'ssl2'],
  [0x0300, 'ssl3'],
  [0x0301, 'tls10'],
  [0x0302, 'tls11'],
  [0x0303, 'tls12'],
  [0x0304, 'tls13'],
  [0x0305, undefined],
  [0x0a0a, undefined],
  [0x0101, 'tls11'],
  [0x0100, 'tls11'],
  [0xfeff, 'tls11'],
  [0xfefd, 'tls12'],
  [0xfefc, 'tls13'],
  [0x7f1c, 'tls13'],
  [0xfb17, 'tls13'],
  [0x7e02, 'tls13'],
]
for (const [version, generation] of generations) {
  test(`0x${version.toString(16)} is ${generation ?? 'no version'}`, () =>
    assert.equal(findGeneration(version), generation))
}

test('every version of the registry belongs to a generation', () => {
  assert.deepEqual(
    versionRows.filter((row) => findGeneration(row.codepoint) === undefined),
    [],
  )
})

test('the newest of a list, GREASE and DTLS minded', () => {
  assert.equal(findNewest([0x1a1a, 0x0303, 0x0304, 0x0302]), 0x0304)
  assert.equal(findNewest([0xfefd, 0xfefc, 0xfeff]), 0xfefc)
  assert.equal(findNewest([0x1a1a]), undefined)
  assert.equal(rankVersion(0x9999), -1)
})

test('signatures carry their algorithm from TLS 1.2 on', () => {
  assert.deepEqual([0x0302, 0x0303, 0x0304, 0xfeff, 0xfefd].map(isTls12OrNewer), [
    false,
    true,
    true,
    false,
    true,
  ])
})

test('DTLS counts downwards from 0xfeff', () => {
  assert.deepEqual([0xfeff, 0xfefc, 0x0100, 0x0303].map(isDtlsVersion), [true, true, true, false])
})
