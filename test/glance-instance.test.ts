// A host that runs no WebAssembly gets the same answers.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { analyze } from '../src/engine/analysis.ts'
import { giveBack, take } from '../src/engine/session/glance-instance.ts'

interface Host {
  Instance: unknown
}

test('without WebAssembly everything is read in full', () => {
  const host = (globalThis as unknown as { WebAssembly: Host }).WebAssembly
  const capture = join(import.meta.dirname, '../bench/templates/mid12.pcap')
  const bytes = new Uint8Array(readFileSync(capture))
  const glanced = analyze(bytes, { completed: false })
  const { Instance } = host
  const spare: NonNullable<ReturnType<typeof take>>[] = []
  host.Instance = () => {
    throw new Error('forbidden')
  }
  try {
    for (let instance = take(); instance; instance = take()) spare.push(instance)
    assert.equal(take(), null)
    assert.deepEqual(analyze(bytes, { completed: false }), glanced)
    assert.equal(glanced.summary.completed, 1)
  } finally {
    host.Instance = Instance
    for (const instance of spare) giveBack(instance)
  }
})
