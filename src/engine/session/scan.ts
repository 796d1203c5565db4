// The scan: frames in, conversations out, each as soon as it has ended.

import type { Frame } from '../capture/frame.ts'
import { Network } from '../net/network.ts'
import type { Conversation } from './conversation.ts'
import type { DatagramTracker } from './datagrams.ts'
import { SessionListener } from './listener.ts'
import type { RecordOpener } from './opener.ts'

/** What the scan wants of a key ring: `KeyRing` is one. It is asked anew for every conversation. */
export interface ScanKeys {
  readonly isEmpty: boolean
  openerFor(): RecordOpener
}

export interface ScanOptions {
  /** Called for each conversation when it has ended; it is not touched afterwards. Connections without TLS are among them. */
  readonly onConversation: (conversation: Conversation) => void
  /** Index of the capture in the run. Default 0. */
  readonly capture?: number
  /** Number of the first conversation. Default 1. */
  readonly firstId?: number
  /** Keys that open protected records. Default none. */
  readonly keys?: ScanKeys
  readonly datagramTracker?: DatagramTracker
}

export class Scan {
  readonly #network: Network

  constructor(options: ScanOptions) {
    const { onConversation, capture = 0, firstId = 1, keys, datagramTracker } = options
    const listener = new SessionListener({
      capture,
      onConversation,
      makeOpener: () => (keys && !keys.isEmpty ? keys.openerFor() : null),
      idOf: (flow) => firstId - 1 + flow.id,
      ...(datagramTracker && { datagramTracker }),
    })
    this.#network = new Network(listener)
  }

  frame(frame: Frame): void {
    this.#network.frame(frame)
  }

  /** No more frames: ends every conversation under way. */
  end(): void {
    this.#network.end()
  }
}
