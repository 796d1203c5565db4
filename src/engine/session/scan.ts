// The scan: frames in, conversations out, each as soon as it has ended.

import type { Frame } from '../capture/frame.ts'
import { Network } from '../net/network.ts'
import type { Conversation } from './conversation.ts'
import { DatagramScan } from './datagram-scan.ts'
import { SessionListener, type Settled } from './listener.ts'
import { Numbering } from './numbering.ts'
import type { RecordOpener } from './opener.ts'
import type { DtlsOpener } from './opener-dtls.ts'
import type { QuicOpener } from './opener-quic.ts'

/** What the scan wants of a key ring: `KeyRing` is one. It is asked anew for every conversation. */
export interface ScanKeys {
  readonly isEmpty: boolean
  openerFor(): RecordOpener
  dtlsOpenerFor(): DtlsOpener
  quicOpenerFor(): QuicOpener
}

export interface ScanOptions {
  /** Called for each conversation when it has ended; it is not touched afterwards. Connections without TLS are among them. */
  readonly onConversation: (conversation: Conversation) => void
  /**
   * Told in place of `onConversation` of those that have plainly completed, before they have ended: they are not
   * followed any further. Default: all are followed to their end.
   */
  readonly onSettled?: (settled: Settled) => void
  /** Index of the capture in the run. Default 0. */
  readonly capture?: number
  /** Number of the first conversation. Default 1. */
  readonly firstId?: number
  /** Keys that open protected records. Default none. */
  readonly keys?: ScanKeys
}

export class Scan {
  readonly #network: Network
  readonly #datagrams: DatagramScan
  /** Shared by all conversations of the capture: whoever reads it at the end of the run sees the capture's end. */
  readonly #latest = { seconds: -Infinity, nanos: 0 }

  constructor(options: ScanOptions) {
    const { capture = 0, firstId = 1, keys } = options
    const onConversation = (conversation: Conversation) => {
      conversation.captureEnd = this.#latest
      options.onConversation(conversation)
    }
    const numbering = new Numbering(firstId)
    const givenKeys = () => (keys && !keys.isEmpty ? keys : null)
    const makeOpener = () => givenKeys()?.openerFor() ?? null
    this.#datagrams = new DatagramScan({
      capture,
      onConversation,
      numbering,
      makeOpener,
      makeDtlsOpener: () => givenKeys()?.dtlsOpenerFor() ?? null,
      makeQuicOpener: () => givenKeys()?.quicOpenerFor() ?? null,
    })
    const listener = new SessionListener({
      capture,
      onConversation,
      onSettled: options.onSettled,
      hasKeys: () => givenKeys() !== null,
      makeOpener,
      idOf: (flow) => numbering.idOf(flow),
      datagramTracker: this.#datagrams,
    })
    this.#network = new Network(listener)
  }

  frame(frame: Frame): void {
    const latest = this.#latest
    const { seconds, nanos } = frame
    if (seconds > latest.seconds || (seconds === latest.seconds && nanos > latest.nanos)) {
      latest.seconds = seconds
      latest.nanos = nanos
    }
    this.#network.frame(frame)
  }

  /** No more frames: ends every conversation under way. */
  end(): void {
    this.#network.end()
    this.#datagrams.finish()
  }
}
