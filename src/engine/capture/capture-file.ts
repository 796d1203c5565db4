// What a reader learns of its file, kept within bounds whatever the file holds.

import type { CaptureFile, Problem } from './frame.ts'

// A person reads the first few; a file that is damaged everywhere must not fill the memory.
const maxProblems = 100
const maxComments = 1000
// Above what capture tools let people type; longer ones are cut.
const maxCommentLength = 4096
// A key log of 400,000 connections; the same bound that the key log's parser has.
const maxSecretBytes = 64 * 1024 * 1024

/** The file under reading. Readers tell it what they find; nothing in it grows without bound. */
export class OpenCapture implements CaptureFile {
  format = ''
  readonly linkTypes: Set<number> = new Set()
  frames = 0
  bytes = 0
  firstTime: CaptureFile['firstTime'] = null
  lastTime: CaptureFile['lastTime'] = null
  decimals = 6
  readonly problems: Problem[] = []
  readonly secrets: CaptureFile['secrets'] = []
  readonly comments: CaptureFile['comments'] = []
  dropped: number | null = null
  private secretBytes = 0
  private unlisted = 0

  report(at: number, frame: number | null, message: string): void {
    if (this.problems.length < maxProblems) this.problems.push({ at, frame, message })
    else this.unlisted++
  }

  comment(frame: number | null, text: string): void {
    if (text === '' || this.comments.length >= maxComments) return
    this.comments.push({ frame, text: text.slice(0, maxCommentLength) })
  }

  /** Copies: the block that the secrets stand in is read over later. */
  keepSecrets(at: number, type: number, bytes: Uint8Array): void {
    this.secretBytes += bytes.length
    if (this.secretBytes <= maxSecretBytes) this.secrets.push({ type, bytes: bytes.slice() })
    else this.report(at, null, 'more decryption secrets than this program keeps: left out')
  }

  /** Nothing more will be read: says how many problems found no room. */
  close(): void {
    if (this.unlisted === 0) return
    const at = this.problems.at(-1)?.at ?? 0
    this.problems.push({ at, frame: null, message: `${this.unlisted} more problems not listed` })
    this.unlisted = 0
  }
}
