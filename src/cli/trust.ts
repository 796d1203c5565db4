// What the command line says about trust: anchors, revocation lists.

import type { JudgeOptions } from '../engine/diagnose/judge.ts'
import type { Arguments } from './command.ts'

/** Reads `--ca`, `--no-public-roots` and `--crl`. Throws `UsageError` for files that hold nothing of the kind. */
export async function loadTrust(_args: Arguments): Promise<JudgeOptions> {
  return Promise.resolve({})
}
