// Output in the order of the conversations' numbers, although they end and are judged in another.

/** Bytes held to be put in order: reports on six thousand conversations in JSON, on twice as many in text. */
const heldMost = 24 << 20

/** What holding a piece costs beside its bytes. */
const pieceCost = 100

/**
 * Pieces are held in blocks of this size: large enough that their memory goes back to the system when they are written,
 * which thousands of small ones would keep in pieces.
 */
const blockSize = 1 << 20

export interface OrderedOutputOptions {
  readonly write: (output: string | Uint8Array) => void
  /** Between two pieces. Default: nothing. */
  readonly separator?: string
  /** Called before the first piece is written that could not wait: from there on they come in no order. */
  readonly onOverflow?: () => void
  /** Bytes that may be held. Default 24 MiB. */
  readonly most?: number | undefined
}

export class OrderedOutput {
  readonly #options: OrderedOutputOptions
  readonly #encoder = new TextEncoder()
  #pieces: { readonly id: number; readonly bytes: Uint8Array }[] = []
  /** What is left of the last block. */
  #room = new Uint8Array(0)
  #held = 0
  #written = 0
  #overflowed = false

  constructor(options: OrderedOutputOptions) {
    this.#options = options
  }

  /** More came than may be held: what is added is written at once. */
  get overflowed(): boolean {
    return this.#overflowed
  }

  get isEmpty(): boolean {
    return this.#written === 0 && this.#pieces.length === 0
  }

  add(id: number, text: string): void {
    if (this.#overflowed) {
      this.#write(text)
      return
    }
    const bytes = this.#encode(text)
    this.#pieces.push({ id, bytes })
    this.#held += bytes.length + pieceCost
    if (this.#held <= (this.#options.most ?? heldMost)) return
    this.#overflowed = true
    this.#options.onOverflow?.()
    this.flush()
  }

  /** Writes what is held, in order. */
  flush(): void {
    const pieces = this.#pieces.sort((a, b) => a.id - b.id)
    this.#pieces = []
    this.#room = new Uint8Array(0)
    for (const { bytes } of pieces) this.#write(bytes)
  }

  #encode(text: string): Uint8Array {
    let { read, written } = this.#encoder.encodeInto(text, this.#room)
    if (read < text.length) {
      // No character takes more than three bytes.
      this.#room = new Uint8Array(Math.max(blockSize, 3 * text.length))
      ;({ read, written } = this.#encoder.encodeInto(text, this.#room))
    }
    const bytes = this.#room.subarray(0, written)
    this.#room = this.#room.subarray(written)
    return bytes
  }

  #write(piece: string | Uint8Array): void {
    const { write, separator } = this.#options
    if (separator !== undefined && this.#written > 0) write(separator)
    this.#written++
    write(piece)
  }
}
