// Numbers for conversations: in the order of their flows, with room for those that share a flow or have none.

import type { FlowStart } from '../net/flow.ts'

export class Numbering {
  readonly #first: number
  /** The newest flow known. */
  #newest = 0
  /** For each conversation beyond one a flow: the newest flow at the time. Ascending. */
  readonly #extra: number[] = []

  constructor(first: number) {
    this.#first = first
  }

  /** The number of the one conversation, or the first, that a flow has. */
  idOf(flow: FlowStart): number {
    this.#newest = Math.max(this.#newest, flow.id)
    return this.#first - 1 + flow.id + this.#extrasBefore(flow.id)
  }

  /** A number behind those of all flows known so far, which no flow gets. */
  next(): number {
    this.#extra.push(this.#newest)
    return this.#first - 1 + this.#newest + this.#extra.length
  }

  #extrasBefore(id: number): number {
    let low = 0
    let high = this.#extra.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#extra[middle] ?? 0) < id) low = middle + 1
      else high = middle
    }
    return low
  }
}
