// Captures from files and from standard input, in blocks.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { findCompression } from '../engine/capture/decompress.ts'
import { UsageError } from '../engine/wire/usage-error.ts'

/** Large enough that system calls don't count, small enough to stay in the processor's cache. */
const blockSize = 1 << 17

/**
 * Reads `path` (`-`: standard input) from start to end, piece by piece into `block`, where it is a file.
 * Throws `UsageError` where the file can't be opened or read.
 */
export async function readBlocks(
  path: string,
  consume: (block: Uint8Array, done: number, total: number | null) => void,
  block: Uint8Array = new Uint8Array(blockSize),
): Promise<void> {
  if (path === '-') {
    let done = 0
    for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
      done += chunk.length
      consume(chunk, done, null)
    }
    return
  }
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    throw unreadable(path, error)
  }
  try {
    const stat = fstatSync(fd)
    if (stat.isDirectory())
      throw new UsageError(`${path} is a folder; give the capture files in it`)
    const total = stat.isFile() ? stat.size : null
    let done = 0
    for (;;) {
      const length = readSync(fd, block, 0, block.length, null)
      if (length === 0) return
      done += length
      consume(length === block.length ? block : block.subarray(0, length), done, total)
    }
  } catch (error) {
    throw unreadable(path, error)
  } finally {
    closeSync(fd)
  }
}

/** Whether the file may be a pcapng, the one format that can hold secrets: it, or something compressed. */
export function mayCarrySecrets(path: string): boolean {
  if (path === '-') return true
  try {
    const fd = openSync(path, 'r')
    try {
      const head = new Uint8Array(4)
      readSync(fd, head, 0, head.length, 0)
      return head[0] === 0x0a || findCompression(head) !== null
    } finally {
      closeSync(fd)
    }
  } catch {
    // Whoever reads the file next says what is wrong with it.
    return false
  }
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  const reasons: Record<string, string> = {
    ENOENT: 'no such file',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
  }
  return new UsageError(`cannot read ${path}: ${reasons[String(error.code)] ?? error.message}`)
}
