// Large reports into pipes: whole for slow readers, with the right status, and quiet for those who leave.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'
import type { Report } from '../src/engine/report/model.ts'
import { bundle, shakedown, top } from './command-line.ts'

const copies = 60
const captures = Array<string>(copies).fill(join(top, 'samples/bad-client-certificate.cap'))

test('a report larger than any pipe comes out whole, with the status of the run', () => {
  const { stdout, stderr, status } = shakedown(['--json', '--all', ...captures])
  assert.equal(stderr, '')
  assert.equal(status, 1)
  assert.ok(stdout.length > 1 << 19)
  const { connections, summary } = JSON.parse(stdout) as Report
  assert.equal(connections.length, summary.connections)
  assert.equal(summary.failed, copies)
})

const commands: [words: readonly string[], status: number][] = [
  [['--json'], 1],
  [['--jsonl'], 1],
  [['--all'], 1],
  [['ladder'], 0],
]
for (const [words, status] of commands)
  test(`${words.join(' ')}: a reader that takes its time gets the same`, async () => {
    const given = [...words, ...captures]
    const child = spawn(process.execPath, [bundle(), ...given], { cwd: top })
    child.stdout.setEncoding('utf8').pause()
    child.stderr.on('data', (text) => assert.fail(String(text)))
    let text = ''
    child.stdout.on('data', (piece: string) => {
      text += piece
      child.stdout.pause()
      setImmediate(() => child.stdout.resume())
    })
    child.stdout.pause()
    // Long enough for whatever does not wait for its reader to be through.
    setTimeout(() => child.stdout.resume(), 700)
    const [code] = (await once(child, 'close')) as [number]
    assert.equal(code, status)
    assert.ok(text.length > 1 << 16)
    assert.equal(text, shakedown(given).stdout)
  })

test('a reader that leaves early is no error', async () => {
  const child = spawn(process.execPath, [bundle(), '--json', ...captures], { cwd: top })
  child.stderr.on('data', (text) => assert.fail(String(text)))
  child.stdout.once('data', () => child.stdout.destroy())
  const [code] = (await once(child, 'close')) as [number]
  assert.equal(code, 0)
})
