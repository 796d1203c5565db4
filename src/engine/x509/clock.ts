// The moment that a chain is judged at, and at which other moments the judgement would be the same.

export class Clock {
  /** Seconds since 1970. */
  readonly at: number
  /** Of the moments that were asked about: the last before `at`, the first after it, and whether one was `at` itself. */
  #last = -Infinity
  #next = Infinity
  #exact = false

  constructor(at: number) {
    this.at = at
  }

  isBefore(moment: number): boolean {
    this.#note(moment)
    return this.at < moment
  }

  isAfter(moment: number): boolean {
    this.#note(moment)
    return this.at > moment
  }

  /** Whether all that was asked so far would have been answered alike at another time. */
  answersAlike(at: number): boolean {
    return at === this.at || (!this.#exact && at > this.#last && at < this.#next)
  }

  #note(moment: number): void {
    if (moment < this.at) this.#last = Math.max(this.#last, moment)
    else if (moment > this.at) this.#next = Math.min(this.#next, moment)
    else this.#exact = true
  }
}
