// Checks what `npm pack` would publish: the files in it, and that it works where nothing else is. Wants a fresh dist.
//
// The packages that it depends on are linked, not installed: this must work without a network.

import { spawnSync } from 'node:child_process'
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'

const top = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'shakedown-package-'))
const modules = join(folder, 'node_modules')
const installed = join(modules, 'shakedown')
const cache = `dist/cli/program.${process.arch}.cache`

interface Manifest {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly bin: { readonly shakedown: string }
}

try {
  const packed = run('npm', ['pack', '--json', '--pack-destination', folder], top)
  const [tarball] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }]
  const files = tarball.files.map(({ path }) => path)
  for (const wanted of [
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'report.schema.json',
    'samples/bad-client-certificate.cap',
    'dist/cli/main.js',
    'dist/cli/package.json',
    'dist/cli/program.js',
    cache,
    'dist/engine/index.js',
    'dist/engine/index.d.ts',
  ])
    assert.ok(files.includes(wanted), `${wanted} is not in the package`)
  const strays = files.filter((path) => /\.test\.|tsbuildinfo|^(src|test|fixtures)\//.test(path))
  assert.deepEqual(strays, [], 'what is in the package should not be')

  mkdirSync(installed, { recursive: true })
  run('tar', ['-xzf', join(folder, tarball.filename), '-C', installed, '--strip-components=1'], top)
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(top, 'node_modules', name), join(modules, name))
  }
  mkdirSync(join(modules, '.bin'))
  symlinkSync(join(installed, manifest.bin.shakedown), join(modules, '.bin/shakedown'))

  const sample = 'node_modules/shakedown/samples/bad-client-certificate.cap'
  const diagnosed = run('npx', ['--no-install', 'shakedown', sample], folder, 1)
  assert.match(diagnosed.stdout, /client-certificate-expired/)
  const { stdout: version } = run('npx', ['--no-install', 'shakedown', '--version'], folder)
  assert.equal(version, `shakedown ${manifest.version}\n`)

  checkCache(manifest)

  const program = `
    import { readFileSync } from 'node:fs'
    import { analyze } from 'shakedown'
    import schema from 'shakedown/report.schema.json' with { type: 'json' }
    console.log(analyze(readFileSync('${sample}')).summary.failed, typeof schema)`
  const { stdout } = run(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', program],
    folder,
  )
  assert.equal(stdout, '1 object\n')
} finally {
  rmSync(folder, { recursive: true })
}

/** The compiled code is taken; and where it is of another V8, cut off or missing, everything works as well. */
function checkCache(manifest: Manifest): void {
  const file = join(installed, cache)
  const whole = readFileSync(file)
  const strange = Uint8Array.from(whole)
  // The second word is the hash of V8's version.
  strange[4]! ^= 0xff
  const cases: readonly [bytes: Uint8Array | null, rejected: string][] = [
    [whole, 'false'],
    [strange, 'true'],
    [whole.subarray(0, whole.length / 2), 'true'],
    [new Uint8Array(0), 'true'],
    [null, 'undefined'],
  ]
  for (const [bytes, rejected] of cases) {
    if (bytes === null) rmSync(file)
    else writeFileSync(file, bytes)
    const main = join(installed, manifest.bin.shakedown)
    const program = `
      process.argv = [process.execPath, ${JSON.stringify(main)}, '--version']
      console.log(require(${JSON.stringify(main)}).script.cachedDataRejected)`
    const { stdout, stderr } = run(process.execPath, ['-e', program], folder)
    assert.equal(stdout, `${rejected}\nshakedown ${manifest.version}\n`)
    assert.equal(stderr, '')
  }
}

function run(
  command: string,
  words: readonly string[],
  cwd: string,
  wanted = 0,
): { readonly stdout: string; readonly stderr: string } {
  const { stdout, stderr, status } = spawnSync(command, words, { cwd, encoding: 'utf8' })
  assert.equal(status, wanted, `${command} ${words.join(' ')}: ${stderr}`)
  return { stdout, stderr }
}
