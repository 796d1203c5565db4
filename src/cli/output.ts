// Standard output, written at once: nothing piles up in memory while a slow reader takes its time.

import { writeSync } from 'node:fs'
import process from 'node:process'
import type { Streams } from './command.ts'

/** A pipe that is full is tried again so often. */
const retryMillis = 1

const encoder = new TextEncoder()
/** Text is encoded here, piece by piece: every piece in bytes of its own would be as much waste as there is output. */
const encoded = new Uint8Array(1 << 16)

/** Comes back when all of it is written. Ends the process where nobody reads any more. */
export function write({ fd }: Streams['stdout'], output: string | Uint8Array): void {
  if (typeof output !== 'string') {
    writeBytes(fd, output)
    return
  }
  for (let from = 0; from < output.length;) {
    const { read, written } = encoder.encodeInto(output.slice(from), encoded)
    from += read
    writeBytes(fd, encoded.subarray(0, written))
  }
}

function writeBytes(fd: number, bytes: Uint8Array): void {
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
