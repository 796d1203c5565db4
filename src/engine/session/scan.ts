// The scan: frames in, conversations out, each as soon as it has ended.

import type { Frame, Skimmer } from '../capture/frame.ts'
import type { FlowEnd, FlowStart } from '../net/flow.ts'
import { Network } from '../net/network.ts'
import type { TcpFlow } from '../net/tracked-flow.ts'
import type { Turn } from '../net/turn.ts'
import type { Conversation } from './conversation.ts'
import { DatagramScan } from './datagram-scan.ts'
import type { FrameTape } from './frame-tape.ts'
import { Glance, type GlanceListener } from './glance.ts'
import type { Calm } from './glance-reader.ts'
import type { Hellos } from './hellos.ts'
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

export class Scan implements GlanceListener {
  readonly #network: Network
  readonly #listener: SessionListener
  readonly #hasKeys: () => boolean
  readonly #glance: Glance | null
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
      makeOpener,
      idOf: (flow) => numbering.idOf(flow),
      datagramTracker: this.#datagrams,
    })
    // With keys every message is read; and whoever wants all conversations wants all of each.
    this.#hasKeys = () => givenKeys() !== null
    this.#glance = options.onSettled && !this.#hasKeys() ? Glance.open(this) : null
    this.#listener = listener
    this.#network = new Network(listener, { companion: this.#glance, latest: this.#latest })
  }

  /** Room for pieces of the capture: what is read into it need not be copied. Null where that makes no difference. */
  get room(): Uint8Array | null {
    return this.#glance?.room ?? null
  }

  /** Whether frames have to be shown at all, for readers that can ask. Null where they all have to. */
  get skimmer(): Skimmer | null {
    return this.#glance
  }

  frame(frame: Frame): void {
    this.passed(frame.seconds, frame.nanos)
    const glance = this.#glance
    if (glance && !glance.hasEnded) {
      // Secrets may come amid a capture.
      if (this.#hasKeys()) for (const unfinished of glance.close()) unfinished.end(null)
      else if (glance.takes(frame)) return
    }
    this.#network.frame(frame)
  }

  passed(seconds: number, nanos: number): void {
    const latest = this.#latest
    if (seconds > latest.seconds || (seconds === latest.seconds && nanos > latest.nanos)) {
      latest.seconds = seconds
      latest.nanos = nanos
    }
  }

  settled(start: FlowStart, said: Hellos | FrameTape): void {
    this.#listener.settled(start, said)
  }

  returned(flow: TcpFlow, client: Turn, server: Turn): void {
    flow.catchUp(client, server)
    if (flow.done) return
    if (client.passed > 0) this.#listener.passed(flow, 0, client.passed)
    if (server.passed > 0) this.#listener.passed(flow, 1, server.passed)
  }

  follow(start: FlowStart, tape: FrameTape, calm: Calm | null, end: FlowEnd | null): void {
    const flow = this.#network.replay(
      start.id,
      (listen) => {
        tape.play(listen)
      },
      calm ? null : end,
    )
    if (!flow || !calm) return
    flow.catchUp(...calm.turns)
    this.#listener.resume(flow, calm.passed)
  }

  /** What was scanned is no capture: nothing is told of it. */
  abandon(): void {
    this.#glance?.giveBack()
  }

  /** No more frames: ends every conversation under way. */
  end(): void {
    this.#network.end(this.#glance?.hasEnded === false ? this.#glance.close() : [])
    this.#datagrams.finish()
    this.#glance?.giveBack()
  }
}
