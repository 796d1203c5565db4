// The report as data: what `analyze --json` prints, version 1 of contract/report.schema.json.

import type { Cause } from '../registry/tables/causes.ts'
import type { Side } from '../wire/span.ts'

export interface Report {
  version: 1
  captures: CaptureReport[]
  connections: ConnectionReport[]
  summary: Summary
}

export interface CaptureReport {
  file: string
  format: string
  linkTypes: string[]
  frames: number
  bytes: number
  firstTime: string | null
  lastTime: string | null
  /** Frames that the capturing tool says it dropped; null where the file does not say. */
  dropped: number | null
  problems: { at: number; frame: number | null; message: string }[]
}

export interface Summary {
  connections: number
  completed: number
  failed: number
  incomplete: number
  notTls: number
  causes: Record<string, number>
}

export interface EvidenceReport {
  text: string
  frame: number | null
  offset: number | null
  length: number | null
  hex: string | null
  reference: string | null
}

export interface VerdictReport {
  cause: Cause
  confidence: 'certain' | 'likely' | 'possible'
  rejectedBy: Side | 'middle' | null
  faultSide: Side | 'middle' | 'either' | null
  frame: number | null
  alert: {
    level: 'warning' | 'fatal' | null
    code: number | null
    name: string | null
    from: Side
    encrypted: boolean
  } | null
  headline: string
  explanation: string
  evidence: EvidenceReport[]
  ruledOut: string[]
  remedies: string[]
  reproduce: string | null
  alternatives: Cause[]
}

export interface MessageReport {
  frame: number
  frames: number[]
  time: string
  from: Side
  kind: 'handshake' | 'alert' | 'change_cipher_spec' | 'application_data'
  name: string
  level?: 'warning' | 'fatal'
  code?: number
  decrypted: boolean
  /** Bytes of the message body, or of the record where it can't be read. */
  length: number
  summary?: string
}

export interface CertificateReport {
  subject: string
  issuer: string
  notBefore: string | null
  notAfter: string | null
  names: string[]
  key: string
  signatureAlgorithm: string
  serial: string
  sha256: string
  damage: string | null
}

export interface ConnectionReport {
  id: number
  capture: number
  communityId: string
  transport: 'tcp' | 'udp' | 'eap'
  protocol: 'tls' | 'dtls' | 'quic' | 'sslv2' | null
  upgrade: string | null
  client: { address: string; port: number }
  server: { address: string; port: number }
  firstFrame: number
  lastFrame: number
  firstTime: string
  lastTime: string
  serverName: string | null
  version: string | null
  cipherSuite: string | null
  group: string | null
  applicationProtocol: string | null
  ja3: string | null
  ja4: string | null
  resumed: boolean
  decrypted: boolean
  keys: string[]
  /** First lines of the opened application data; only where they were asked for. */
  application?: { client: string | null; server: string | null }
  messages: MessageReport[]
  certificates: { server: CertificateReport[]; client: CertificateReport[] }
  remarks: EvidenceReport[]
  outcome: 'completed' | 'failed' | 'incomplete' | 'not-tls'
  verdict: VerdictReport | null
}
