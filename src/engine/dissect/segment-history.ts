// Remembers which segments of a TCP flow were sent, to tell retransmissions by the frame of the original.

/** Segments remembered for each direction, and directions in all: older ones are forgotten first. */
const segmentsMost = 512
const flowsMost = 20_000

interface Sent {
  /** Frames by sequence number, oldest first. */
  readonly frames: Map<number, number>
  syn: { readonly seq: number; readonly frame: number } | null
}

export class SegmentHistory {
  readonly #flows = new Map<number, Sent>()

  /** `flow`: a number for each direction of a flow. The frame that sent these bytes before, or null. Segments without payload are no retransmissions, SYNs are. */
  add(flow: number, seq: number, length: number, syn: boolean, frame: number): number | null {
    const sent = this.#flow(flow)
    if (syn) {
      const original = sent.syn?.seq === seq ? sent.syn.frame : null
      if (original === null) {
        sent.syn = { seq, frame }
        sent.frames.clear()
      }
      return original
    }
    if (length === 0) return null
    const original = sent.frames.get(seq)
    if (original !== undefined) return original
    sent.frames.set(seq, frame)
    if (sent.frames.size > segmentsMost) dropOldest(sent.frames)
    return null
  }

  /** The flow is another one from here on. */
  forget(flow: number): void {
    this.#flows.delete(flow)
  }

  #flow(key: number): Sent {
    let sent = this.#flows.get(key)
    if (!sent) {
      sent = { frames: new Map(), syn: null }
      this.#flows.set(key, sent)
      if (this.#flows.size > flowsMost) dropOldest(this.#flows)
    }
    return sent
  }
}

function dropOldest<Key>(map: Map<Key, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}
