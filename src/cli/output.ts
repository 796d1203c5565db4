// Standard output, written at once: nothing piles up in memory while a slow reader takes its time.

import { writeSync } from 'node:fs'
import process from 'node:process'
import type { Streams } from './command.ts'

/** A pipe that is full is tried again so often. */
const retryMillis = 1

/** Comes back when all of it is written. Ends the process where nobody reads any more. */
export function write(stdout: Streams['stdout'], output: string | Uint8Array): void {
  const { fd } = stdout
  if (fd === undefined) {
    stdout.write(typeof output === 'string' ? output : new TextDecoder().decode(output))
    return
  }
  const bytes = typeof output === 'string' ? new TextEncoder().encode(output) : output
  for (let at = 0; at < bytes.length;)
    try {
      at += writeSync(fd, bytes, at)
    } catch (error) {
      if (!isSystemError(error)) throw error
      if (error.code === 'EAGAIN') sleep()
      else endWriting(error)
    }
}

/** A reader that closes the pipe early (head, less) is no error of ours. */
export function endWriting({ code }: NodeJS.ErrnoException): never {
  process.exit(code === 'EPIPE' ? 0 : 2)
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}

function sleep(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMillis)
}
