// A report written by hand, for tests of what is made of reports.

import type {
  ConnectionReport,
  EvidenceReport,
  MessageReport,
  Report,
  VerdictReport,
} from '../src/engine/report/model.ts'

export function makeEvidence(changes: Partial<EvidenceReport> = {}): EvidenceReport {
  const nowhere = { frame: null, offset: null, length: null, hex: null, reference: null }
  return { text: 'The server sent an alert', ...nowhere, ...changes }
}

export function makeMessage(changes: Partial<MessageReport> = {}): MessageReport {
  const frame = changes.frame ?? 1
  return {
    frame,
    frames: [frame],
    time: '2009-07-14T10:12:33.000000Z',
    from: 'client',
    kind: 'handshake',
    name: 'client_hello',
    decrypted: false,
    length: 100,
    ...changes,
  }
}

export function makeVerdict(changes: Partial<VerdictReport> = {}): VerdictReport {
  return {
    cause: 'client-certificate-expired',
    confidence: 'certain',
    rejectedBy: 'server',
    faultSide: 'client',
    frame: 32,
    alert: { level: 'fatal', code: 42, name: 'bad_certificate', from: 'server', encrypted: false },
    headline: "The client's certificate had expired.",
    explanation: 'It ended ten weeks before.',
    evidence: [],
    ruledOut: [],
    remedies: [],
    reproduce: null,
    alternatives: [],
    ...changes,
  }
}

export function makeConnection(changes: Partial<ConnectionReport> = {}): ConnectionReport {
  return {
    id: 2,
    capture: 0,
    communityId: '1:x',
    transport: 'tcp',
    protocol: 'tls',
    upgrade: null,
    client: { address: '10.51.2.231', port: 1100 },
    server: { address: '10.244.64.15', port: 5443 },
    firstFrame: 4,
    lastFrame: 36,
    firstTime: '2009-07-14T10:12:33.000000Z',
    lastTime: '2009-07-14T10:12:34.000000Z',
    serverName: null,
    version: null,
    cipherSuite: null,
    group: null,
    applicationProtocol: null,
    ja3: null,
    ja4: null,
    resumed: false,
    decrypted: false,
    keys: [],
    messages: [],
    certificates: { server: [], client: [] },
    remarks: [],
    outcome: 'failed',
    verdict: makeVerdict(),
    ...changes,
  }
}

export function makeReport(
  connections: readonly ConnectionReport[],
  changes: Partial<Report> = {},
): Report {
  const numberOf = (outcome: ConnectionReport['outcome']): number =>
    connections.filter((c) => c.outcome === outcome).length
  const causes: Record<string, number> = {}
  for (const { verdict, outcome } of connections)
    if (verdict && outcome === 'failed') causes[verdict.cause] = (causes[verdict.cause] ?? 0) + 1
  return {
    version: 1,
    captures: [
      {
        file: 'story.cap',
        format: 'netmon2',
        linkTypes: ['ETHERNET'],
        frames: 38,
        bytes: 9000,
        firstTime: null,
        lastTime: null,
        dropped: null,
        problems: [],
      },
    ],
    connections: [...connections],
    summary: {
      connections: connections.length,
      completed: numberOf('completed'),
      failed: numberOf('failed'),
      incomplete: numberOf('incomplete'),
      notTls: numberOf('not-tls'),
      causes,
    },
    ...changes,
  }
}
