// What the terminal is told: colours where they are wanted, and a progress line on standard error.

import { styleText } from 'node:util'
import type { Ink, Paint } from '../engine/report/paint.ts'
import { plain } from '../engine/report/paint.ts'

const styles: Record<Ink, Parameters<typeof styleText>[0]> = {
  failed: 'red',
  completed: 'green',
  incomplete: 'yellow',
  quiet: 'gray',
  strong: 'bold',
  mark: 'inverse',
}

/** Colours for this stream: none where it is no terminal, or where NO_COLOR asks for none. */
export function paintFor(stream: { readonly isTTY?: boolean | undefined }): Paint {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  const wanted = FORCE_COLOR ? FORCE_COLOR !== '0' : stream.isTTY === true && TERM !== 'dumb'
  if (!wanted || NO_COLOR) return plain
  // An array makes this styleText ignore the environment, which was asked above.
  return (ink, text) => styleText([styles[ink]].flat(), text)
}

/** A line on standard error that tells how far the work is. Nothing unless on a terminal and after a second. */
export class Progress {
  // The system's clock may be set meanwhile, but a precise one takes milliseconds to load.
  readonly #started = Date.now()
  #drawn = 0
  #shown = false

  /** `total` in bytes, or null where it is not known. */
  update(label: string, done: number, total: number | null): void {
    const now = Date.now()
    if (now - this.#started < 1000 || now - this.#drawn < 100) return
    if (!process.stderr.isTTY) return
    this.#drawn = now
    this.#shown = true
    const megabytes = `${(done / 1e6).toFixed(0)} MB`
    const bar =
      total === null || total === 0
        ? megabytes
        : `${drawBar(done / total)} ${String(Math.floor((100 * done) / total)).padStart(3)} %  ${megabytes}`
    process.stderr.write(`\r\u001b[K${label.slice(-32)}  ${bar}`)
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\u001b[K')
    this.#shown = false
  }
}

function drawBar(share: number): string {
  const filled = Math.round(Math.min(1, share) * 24)
  return `[${'#'.repeat(filled)}${'.'.repeat(24 - filled)}]`
}
