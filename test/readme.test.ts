// What the README says, done: its example of the library, its commands and its links.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'
import { buildSync } from 'esbuild'
import { shakedown, splitWords, top } from './command-line.ts'

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
const readme = readFileSync(join(top, 'README.md'), 'utf8')

test('README: the example of the library prints what it says', () => {
  const [, code = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  const [, expected = ''] = /\n\/\/ (.*)\n$/.exec(code) ?? []
  // Beside node_modules, so that the engine finds its packages.
  const folder = mkdtempSync(join(top, 'node_modules', '.shakedown-readme-'))
  try {
    const own = join(folder, 'node_modules/shakedown')
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, 'package.json'), '{ "type": "module", "exports": "./index.js" }')
    buildSync({
      absWorkingDir: top,
      entryPoints: ['src/engine/index.ts'],
      outfile: join(own, 'index.js'),
      bundle: true,
      format: 'esm',
      packages: 'external',
    })
    writeFileSync(join(folder, 'example.mjs'), code)
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'example.mjs')], {
      cwd: top,
      encoding: 'utf8',
    })
    assert.equal(stderr, '')
    assert.equal(stdout, `${expected}\n`)
    assert.notEqual(expected, '')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

for (const [, line = ''] of readme.matchAll(
  /`(shakedown [^`]*samples[^`]*|shakedown explain 42)`/g,
))
  test(`README: ${line}`, () => {
    const { stdout, stderr, status } = shakedown(splitWords(line).slice(1))
    assert.equal(stderr, '')
    assert.notEqual(stdout, '')
    assert.ok(status === 0 || status === 1)
  })

for (const document of documents)
  test(`${document}: every file that it names is there`, () => {
    const text = readFileSync(join(top, document), 'utf8')
    const links = Array.from(text.matchAll(/\]\(([^)#:]+)\)/g), ([, target = '']) => target)
    const sources = Array.from(
      text.matchAll(/`((?:src|test|tools|data|fixtures|docs)\/[\w./-]+)`/g),
      ([, path = '']) => path,
    )
    const tables = Array.from(
      text.matchAll(/^\|.*`([a-z\d]+\/[\w./-]+\.ts|analysis\.ts)` \|$/gm),
      ([, path = '']) => (path.startsWith('src/') ? path : `src/engine/${path}`),
    )
    const missing = [...links, ...sources, ...tables].filter(
      (path) => !/NAME|CAUSE/.test(path) && !existsSync(join(top, path)),
    )
    assert.deepEqual(missing, [])
  })
