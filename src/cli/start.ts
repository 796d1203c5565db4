#!/usr/bin/env node
// Starts the program of main.ts. Compiling a megabyte of JavaScript takes longer than reading a small trace: the build leaves
// what V8 compiled beside it, in a file that tools/code-cache.mjs writes.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

// A run lasts a second or two, and on one core the optimising compiler takes its time from the work itself: it is to
// spend it on what is really hot. With four times the usual budget of a function a sixth of the whole is saved. Each V8 has
// its own word for that and complains of others, so that a Node not known here gets none.
const budgets: Readonly<Record<string, string>> = {
  20: '--interrupt-budget=300000',
  22: '--invocation-count-for-turbofan=12000',
  24: '--invocation-count-for-turbofan=12000',
}
const budget = budgets[parseInt(process.versions.node)]
// Most of what a conversation was made of is waste when it has ended. V8 would let the heap grow to four times what is
// in use before it looks again; with two fifths more a run stays small and takes no longer.
const growth = '--heap-growing-percent=40'
// V8 takes compiled code only under the flags that it was compiled under: they are set before anything else.
if (budget !== undefined) for (const flag of [budget, growth]) setFlagsFromString(flag)

const folder = import.meta.dirname
const filename = join(folder, 'program.js')
const cachedData = readIfThere(join(folder, `program.${process.arch}.cache`))

/** V8 sees for itself whether the compiled code is of its own version and flags, and compiles anew where it is not. */
export const script: Script = new Script(readFileSync(filename, 'latin1'), {
  filename,
  ...(cachedData && { cachedData }),
})

/** Runs the program on `process.argv`. It asks for nothing but Node's own modules, and where it stands. */
export function run(): void {
  const program = script.runInThisContext() as (
    require: (name: string) => unknown,
    folder: string,
  ) => void
  program((name) => process.getBuiltinModule(name), folder)
}

run()

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch {
    // Without it everything works as well, a little later.
    return null
  }
}
