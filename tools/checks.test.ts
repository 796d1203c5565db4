// The checks of the source tree find what they are there to find.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { findLayerFaults } from './check-layers.ts'
import { findNames } from './check-names.ts'

/** What a check says of a folder with these files in it. */
function complaints(
  check: (folder: string) => string[],
  files: Readonly<Record<string, string>>,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'shakedown-check-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return check(folder).join('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const sound = {
  'index.ts': "export { a } from './report/a.ts'\n",
  'report/a.ts': "import { b } from '../wire/b.ts'\nexport const a = b\n",
  'wire/b.ts': 'export const b = 1\n',
}

const layerFaults: [what: string, path: string, text: string, complaint: RegExp][] = [
  ['an import that points up', 'wire/c.ts', "import { a } from '../report/a.ts'", /wire may not/],
  ['a type that points up', 'tls/c.ts', "import type { A } from '../quic/a.ts'", /tls may not/],
  ['an import when called', 'net/c.ts', "await import('../session/scan.ts')", /net may not/],
  ['an import for effect', 'net/c.ts', "import '../session/scan.ts'", /net may not/],
  ['an import of the top', 'report/c.ts', "import { x } from '../index.ts'", /report may not/],
  ['an import from outside', 'wire/c.ts', "import { x } from '../../cli/x.ts'", /from outside/],
  ['an unknown folder', 'misc/c.ts', '', /misc: a folder that has no place/],
]

test('layers: a sound tree passes', () => {
  assert.equal(complaints(findLayerFaults, sound), '')
})

for (const [what, path, text, complaint] of layerFaults)
  test(`layers: ${what} is a fault`, () => {
    assert.match(complaints(findLayerFaults, { ...sound, [path]: `${text}\n` }), complaint)
  })

const place = ['', 'work', 'main'].join('/')
const neighbour = ['..', 'shared', 'lab'].join('/')

test('names: the place where the sources were written is named nowhere', () => {
  assert.equal(complaints(findNames, { 'README.md': 'at work/home\n' }), '')
  assert.match(complaints(findNames, { 'test/a.ts': `\n// ${place}` }), /^test\/a\.ts:2 /)
  assert.match(complaints(findNames, { 'src/a.ts': neighbour }), /^src\/a\.ts:1 /)
  assert.equal(complaints(findNames, { 'tools/a.ts': neighbour }), '')
})
