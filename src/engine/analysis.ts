// From the bytes of captures to a report: the road that every shell takes.

import { createReader, type ReaderOptions } from './capture/recognise.ts'
import type { CaptureFile, CaptureReader, Frame } from './capture/frame.ts'
import { findOutcome, judge, type JudgeOptions } from './diagnose/judge.ts'
import { Siblings } from './diagnose/siblings.ts'
import type { Judgement } from './diagnose/verdict.ts'
import { reportCapture, reportConnection } from './report/connection.ts'
import type { ConnectionReport, Report, Summary } from './report/model.ts'
import type { Conversation } from './session/conversation.ts'
import type { Settled } from './session/listener.ts'
import { firstLine } from './session/application-start.ts'
import { Scan, type ScanKeys } from './session/scan.ts'
import { Waiting } from './waiting.ts'

export interface AnalysisOptions extends JudgeOptions, ReaderOptions {
  /** Keep completed conversations for the report, not only count them. Default false. */
  readonly completed?: boolean
  /** Keep what was not TLS for the report, too. Default false. */
  readonly notTls?: boolean
  /** Keys that open protected records: a `KeyRing` of `session/keyring.ts`. Default none. */
  readonly keys?: AnalysisKeys
  /** Leave out of the report what only programs look at: messages, certificates and hashes. Default false. */
  readonly brief?: boolean
  /** Report the first line that each side said inside TLS, where keys open it. Default false: it is private. */
  readonly applicationData?: boolean
  /**
   * Called for each conversation as soon as it has ended, before later ones can throw light on it. Where it
   * is given, nothing is kept: memory does not grow with the number of conversations.
   */
  readonly onConnection?: (connection: ConnectionReport) => void
  /**
   * Called for each conversation of the report when it has been judged: most of them at the end of the run, in the
   * order in which they ended. Where it is given, the report keeps none of them.
   */
  readonly onReport?: (connection: ConnectionReport) => void
  /** Called for each conversation that the report will have, before it is judged. */
  readonly onConversation?: (conversation: Conversation) => void
  /** Bytes of memory for conversations that wait to be judged until their siblings are known. Default 16 MiB. */
  readonly waitingBytes?: number
}

/** What a run wants of a key ring: `watch` is told of the secrets that each capture carries. */
export interface AnalysisKeys extends ScanKeys {
  watch(secrets: CaptureFile['secrets']): void
}

/** One run over any number of captures. Feed them one after the other, then call `finish`. */
export class Analysis {
  readonly #options: AnalysisOptions
  readonly #captures: { readonly name: string; readonly file: CaptureFile }[] = []
  readonly #siblings = new Siblings()
  readonly #waiting: Waiting
  readonly #connections: ConnectionReport[] = []
  readonly #summary: Summary = {
    connections: 0,
    completed: 0,
    failed: 0,
    incomplete: 0,
    notTls: 0,
    causes: {},
  }
  #conversations = 0

  constructor(options: AnalysisOptions = {}) {
    this.#options = options
    this.#waiting = new Waiting(options.waitingBytes)
  }

  /** Begins a capture: push its bytes, then call `end`. `name` is what the report calls it. */
  open(name: string): CaptureReader {
    const index = this.#captures.length
    const scan = new Scan({
      capture: index,
      firstId: this.#conversations + 1,
      onConversation: (conversation) => this.#ended(conversation, reader.file),
      ...(!this.#reportsCompleted && {
        onSettled: (settled: Settled) => this.#settled(settled),
      }),
      ...(this.#options.keys && { keys: this.#options.keys }),
    })
    const sink = Object.assign((frame: Frame) => scan.frame(frame), { skimmer: scan.skimmer })
    const reader = createReader(sink, this.#options)
    const tryTo = (read: () => void): void => {
      try {
        read()
      } catch (error) {
        scan.abandon()
        throw error
      }
    }
    this.#captures.push({ name, file: reader.file })
    this.#options.keys?.watch(reader.file.secrets)
    return {
      file: reader.file,
      room: scan.room,
      push: (bytes) => {
        tryTo(() => {
          pushThrough(scan.room, bytes, reader)
        })
      },
      end: () => {
        tryTo(() => {
          reader.end()
        })
        scan.end()
      },
    }
  }

  /** Judges what waited for its siblings, and answers the whole. */
  finish(): Report {
    // Each is let go as soon as its report is made: both for all of them would double the memory.
    for (let next = this.#waiting.take(); next; next = this.#waiting.take()) this.#judged(next)
    this.#connections.sort((a, b) => a.id - b.id)
    return {
      version: 1,
      captures: this.#captures.map(({ name, file }) => reportCapture(name, file)),
      connections: this.#connections,
      summary: this.#summary,
    }
  }

  get #reportsCompleted(): boolean {
    return this.#options.onConnection !== undefined || this.#options.completed === true
  }

  #settled(settled: Settled): void {
    this.#conversations = Math.max(this.#conversations, settled.id)
    this.#count({ outcome: 'completed', verdict: null })
    this.#siblings.addCompleted(settled)
  }

  #ended(conversation: Conversation, file: CaptureFile): void {
    this.#conversations = Math.max(this.#conversations, conversation.id)
    const { onConnection, completed, notTls } = this.#options
    const outcome = findOutcome(conversation, this.#siblings, this.#options)
    if (onConnection) {
      const judgement = judge(conversation, this.#siblings, this.#options)
      this.#count(judgement)
      if (outcome !== 'not-tls' || notTls)
        onConnection(this.#report(conversation, judgement, file.decimals))
    } else if (outcome === 'completed') {
      if (completed) this.#judged(conversation)
      else this.#count({ outcome, verdict: null })
    } else this.#waiting.add(conversation)
    this.#siblings.add(conversation, outcome)
    for (let next = this.#waiting.takeSurplus(); next; next = this.#waiting.takeSurplus())
      this.#judged(next)
  }

  #judged(conversation: Conversation): void {
    this.#record(conversation, judge(conversation, this.#siblings, this.#options))
  }

  #record(conversation: Conversation, judgement: Judgement): void {
    this.#count(judgement)
    const { outcome } = judgement
    if (outcome === 'completed' && !this.#options.completed) return
    if (outcome === 'not-tls' && !this.#options.notTls) return
    this.#options.onConversation?.(conversation)
    const decimals = this.#captures[conversation.capture]?.file.decimals ?? 6
    const connection = this.#report(conversation, judgement, decimals)
    if (this.#options.onReport) this.#options.onReport(connection)
    else this.#connections.push(connection)
  }

  #report(conversation: Conversation, judgement: Judgement, decimals: number): ConnectionReport {
    const { brief = false, applicationData } = this.#options
    const report = reportConnection(conversation, judgement, { decimals, brief })
    if (applicationData)
      report.application = {
        client: firstLine(conversation, 'client'),
        server: firstLine(conversation, 'server'),
      }
    return report
  }

  #count({ outcome, verdict }: Pick<Judgement, 'outcome' | 'verdict'>): void {
    this.#summary.connections++
    if (outcome === 'completed') this.#summary.completed++
    else if (outcome === 'failed') this.#summary.failed++
    else if (outcome === 'incomplete') this.#summary.incomplete++
    else this.#summary.notTls++
    if (outcome === 'failed' && verdict)
      this.#summary.causes[verdict.cause] = (this.#summary.causes[verdict.cause] ?? 0) + 1
  }
}

/** Pushes bytes that are not in the room by way of it. */
function pushThrough(room: Uint8Array | null, bytes: Uint8Array, reader: CaptureReader): void {
  if (!room || bytes.buffer === room.buffer) {
    reader.push(bytes)
    return
  }
  for (let at = 0; at < bytes.length; at += room.length) {
    const piece = bytes.subarray(at, at + room.length)
    room.set(piece)
    reader.push(piece.length === room.length ? room : room.subarray(0, piece.length))
  }
}

/**
 * Analyses one capture that is in memory.
 *
 * Throws `UsageError` where the bytes are no capture; damage inside a capture is told in the report.
 */
export function analyze(
  bytes: Uint8Array,
  options: AnalysisOptions & { readonly name?: string } = {},
): Report {
  const analysis = new Analysis({ completed: true, ...options })
  const reader = analysis.open(options.name ?? 'capture')
  reader.push(bytes)
  reader.end()
  return analysis.finish()
}
