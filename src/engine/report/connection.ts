// From a conversation and its judgement to the report's data.

import type { CaptureFile } from '../capture/frame.ts'
import type { Evidence } from '../diagnose/finding.ts'
import type { Judgement, Verdict } from '../diagnose/verdict.ts'
import {
  hexOf,
  isUnknown,
  nameOfCipherSuite,
  nameOfGroup,
  nameOfVersion,
} from '../registry/name.ts'
import { alertLevels } from '../registry/tables/alert-levels.ts'
import { linkTypeRows } from '../registry/tables/link-types.ts'
import { quicVersionRows } from '../registry/tables/quic-versions.ts'
import type { Endpoint } from '../net/facts.ts'
import { communityId } from '../session/community-id.ts'
import type { Conversation, Message } from '../session/conversation.ts'
import {
  alpn,
  certificates,
  cipherSuite,
  clientHello,
  group,
  isResumed,
  negotiatedVersion,
  serverName,
} from '../session/handshake-view.ts'
import { ja3, ja4 } from '../tls/fingerprint.ts'
import type { ClientHello } from '../tls/handshake.ts'
import { toHex } from '../wire/hex.ts'
import { formatMoment } from '../wire/moment.ts'
import type { Side } from '../wire/span.ts'
import { reportCertificate } from './certificate.ts'
import { describeMessage } from '../dissect/message-text.ts'
import type {
  CaptureReport,
  ConnectionReport,
  EvidenceReport,
  MessageReport,
  VerdictReport,
} from './model.ts'

export function reportCapture(name: string, file: CaptureFile): CaptureReport {
  const time = (moment: CaptureFile['firstTime']): string | null =>
    moment && formatMoment(moment, file.decimals)
  return {
    file: name,
    format: file.format,
    linkTypes: [...file.linkTypes].map(nameOfLinkType),
    frames: file.frames,
    bytes: file.bytes,
    firstTime: time(file.firstTime),
    lastTime: time(file.lastTime),
    dropped: file.dropped,
    problems: [...file.problems],
  }
}

export interface ConnectionOptions {
  /** How many decimals of the second the capture's times have. */
  readonly decimals: number
  /** Leave out what only programs look at: messages, certificates and hashes. Default false. */
  readonly brief?: boolean
}

export function reportConnection(
  c: Conversation,
  judgement: Judgement,
  { decimals, brief = false }: ConnectionOptions,
): ConnectionReport {
  const suite = cipherSuite(c)
  const { client, server } = c
  const chosen = group(c)
  const report: ConnectionReport = {
    id: c.id,
    capture: c.capture,
    communityId: '',
    transport: c.transport,
    protocol: c.protocol,
    upgrade: c.upgrade,
    client: { address: client.address, port: client.port },
    server: { address: server.address, port: server.port },
    firstFrame: c.firstFrame,
    lastFrame: c.lastFrame,
    firstTime: formatMoment(c.firstTime, decimals),
    lastTime: formatMoment(c.lastTime, decimals),
    serverName: serverName(c),
    version: describeVersion(c),
    cipherSuite: suite === null ? null : nameOrCode(suite, nameOfCipherSuite),
    group: chosen === null ? null : nameOrCode(chosen, nameOfGroup),
    applicationProtocol: alpn(c),
    ja3: null,
    ja4: null,
    resumed: isResumed(c),
    decrypted: c.keys.decrypted,
    keys: [...c.keys.notes],
    messages: brief ? [] : c.messages.map((message) => reportMessage(message, decimals)),
    certificates: brief
      ? { server: [], client: [] }
      : { server: reportChain(c, 'server'), client: reportChain(c, 'client') },
    remarks: judgement.remarks.map(reportEvidence),
    outcome: judgement.outcome,
    verdict: judgement.verdict && reportVerdict(judgement.verdict),
  }
  return brief ? report : withHashes(report, c)
}

/** What the hashes of a report are made of. */
interface Hashed {
  readonly hello: ClientHello | null
  readonly carrier: 'tcp' | 'quic' | 'dtls'
  readonly client: Endpoint
  readonly server: Endpoint
  readonly ipProtocol: number | null
}

const hashed = new WeakMap<object, Hashed>()

/** Hashes that few look at are made for those who do. */
function withHashes(report: ConnectionReport, c: Conversation): ConnectionReport {
  const { client, server, ipProtocol, protocol } = c
  const carrier = protocol === 'quic' || protocol === 'dtls' ? protocol : 'tcp'
  const hello = clientHello(c)?.body ?? null
  hashed.set(report, { hello, carrier, client, server, ipProtocol })
  return Object.defineProperties(report, hashFields)
}

/** The same functions for all reports: with functions of its own, each would have a shape of its own, and cost more than it saves. */
const hashFields: PropertyDescriptorMap = {
  communityId: madeOf(({ client, server, ipProtocol }) =>
    ipProtocol === null ? '' : communityId(client, server, ipProtocol),
  ),
  ja3: madeOf(({ hello }) => hello && ja3(hello)),
  ja4: madeOf(({ hello, carrier }) => hello && ja4(hello, carrier)),
}

function madeOf(make: (sources: Hashed) => string | null): PropertyDescriptor {
  return {
    enumerable: true,
    get(this: object) {
      const sources = hashed.get(this)
      return sources === undefined ? null : make(sources)
    },
  }
}

function reportChain(c: Conversation, side: Side): ConnectionReport['certificates'][Side] {
  return certificates(c, side).map(reportCertificate)
}

function describeVersion(c: Conversation): string | null {
  const version = negotiatedVersion(c)
  if (version !== null) return nameOrCode(version, nameOfVersion)
  const offered = c.datagram?.offeredVersions.at(-1)
  if (c.protocol !== 'quic' || offered === undefined) return null
  return quicVersionRows.find((row) => row.codepoint === offered)?.name ?? null
}

/** Data that a program reads has the bare number, `0xc755`, where the registry has no name. */
function nameOrCode(codepoint: number, nameOf: (codepoint: number) => string): string {
  const name = nameOf(codepoint)
  return isUnknown(name) ? hexOf(codepoint, 4) : name
}

function reportMessage(message: Message, decimals: number): MessageReport {
  const summary = describeMessage(message)
  return {
    frame: message.frame,
    frames: [...message.frames],
    time: formatMoment(message.time, decimals),
    from: message.from,
    kind: message.kind,
    name: message.name,
    ...(message.level !== null && {
      level: message.level === alertLevels.warning ? 'warning' : 'fatal',
    }),
    ...(message.code !== null && { code: message.code }),
    decrypted: message.decrypted,
    length: message.length,
    ...(summary !== '' && { summary }),
  }
}

function reportVerdict(verdict: Verdict): VerdictReport {
  return {
    cause: verdict.cause,
    confidence: verdict.confidence,
    rejectedBy: verdict.rejectedBy,
    faultSide: verdict.faultSide,
    frame: verdict.frame,
    alert: verdict.alert && { ...verdict.alert },
    headline: verdict.headline,
    explanation: verdict.explanation,
    evidence: verdict.evidence.map(reportEvidence),
    ruledOut: [...verdict.ruledOut],
    remedies: [...verdict.remedies],
    reproduce: verdict.reproduce,
    alternatives: [...verdict.alternatives],
  }
}

function reportEvidence({ text, span, bytes, reference }: Evidence): EvidenceReport {
  return {
    text,
    frame: span?.frame ?? null,
    offset: span?.offset ?? null,
    length: span?.length ?? null,
    hex: bytes && toHex(bytes.subarray(0, 64)),
    reference,
  }
}

function nameOfLinkType(codepoint: number): string {
  const name = linkTypeRows.find((row) => row.codepoint === codepoint)?.name
  return name?.replace(/^LINKTYPE_/, '') ?? `LINKTYPE ${codepoint}`
}
