import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversationsOf, readSample } from '../../../test/samples.ts'
import type { CaptureFile } from '../capture/frame.ts'
import type { Judgement, Verdict } from '../diagnose/verdict.ts'
import { beginConversation } from '../session/draft.ts'
import { reportCapture, reportConnection } from './connection.ts'

const story = conversationsOf(readSample('bad-client-certificate.cap')).find(
  ({ protocol }) => protocol === 'tls',
)!
const quiet: Judgement = { outcome: 'completed', verdict: null, remarks: [] }

test('connection: what the story says of itself', () => {
  const report = reportConnection(story, quiet, { decimals: 6 })
  assert.deepEqual(
    [report.client, report.server, report.firstFrame, report.lastFrame],
    [{ address: '10.51.2.231', port: 1100 }, { address: '10.244.64.15', port: 5443 }, 4, 36],
  )
  assert.deepEqual(
    [report.transport, report.protocol, report.version, report.cipherSuite, report.group],
    ['tcp', 'tls', 'TLS 1.0', 'TLS_RSA_WITH_AES_128_CBC_SHA', null],
  )
  assert.equal(report.firstTime, '2009-07-14T10:12:33.107310Z')
  assert.deepEqual([report.certificates.server.length, report.certificates.client.length], [2, 1])
  assert.deepEqual(
    report.messages.map(({ frame, from, name }) => `${frame} ${from} ${name}`),
    [
      '7 client client_hello',
      '9 server server_hello',
      '12 server certificate',
      '27 server certificate_request',
      '27 server server_hello_done',
      '30 client certificate',
      '30 client client_key_exchange',
      '30 client certificate_verify',
      '30 client change_cipher_spec',
      '30 client encrypted',
      '32 server bad_certificate',
    ],
  )
})

test('connection: level and code stand where the message has them', () => {
  const { messages } = reportConnection(story, quiet, { decimals: 6 })
  const alert = messages.at(-1)!
  assert.deepEqual(
    [alert.level, alert.code, alert.summary],
    ['fatal', 42, 'fatal bad_certificate (42)'],
  )
  const spec = messages.find(({ kind }) => kind === 'change_cipher_spec')!
  assert.deepEqual(['level' in spec, 'code' in spec, 'summary' in spec], [false, false, false])
})

const decimals: [decimals: number, time: string][] = [
  [0, '2009-07-14T10:12:33Z'],
  [3, '2009-07-14T10:12:33.107Z'],
  [9, '2009-07-14T10:12:33.107310000Z'],
]
for (const [digits, time] of decimals)
  test(`connection: times with ${digits} decimals`, () => {
    assert.equal(reportConnection(story, quiet, { decimals: digits }).firstTime, time)
  })

const verdict: Verdict = {
  cause: 'client-certificate-expired',
  confidence: 'certain',
  rejectedBy: 'server',
  faultSide: 'client',
  frame: 32,
  alert: { level: 'fatal', code: 42, name: 'bad_certificate', from: 'server', encrypted: false },
  headline: 'H',
  explanation: 'E',
  evidence: [
    {
      text: 'a',
      span: { frame: 32, offset: 59, length: 100 },
      bytes: new Uint8Array(100).fill(0xab),
      reference: 'RFC 8446 §6',
    },
    { text: 'b', span: null, bytes: null, reference: null },
  ],
  ruledOut: ['r'],
  remedies: ['m'],
  reproduce: null,
  alternatives: ['unexplained-alert'],
}

test('connection: a verdict is told with its evidence, of whose bytes at most 64', () => {
  const judgement: Judgement = { outcome: 'failed', verdict, remarks: [verdict.evidence[1]!] }
  const report = reportConnection(story, judgement, { decimals: 6 })
  const nowhere = { frame: null, offset: null, length: null, hex: null, reference: null }
  assert.deepEqual(report.verdict, {
    ...verdict,
    evidence: [
      {
        text: 'a',
        frame: 32,
        offset: 59,
        length: 100,
        hex: 'ab'.repeat(64),
        reference: 'RFC 8446 §6',
      },
      { text: 'b', ...nowhere },
    ],
  })
  assert.deepEqual(report.remarks, [{ text: 'b', ...nowhere }])
})

test('connection: one on which nothing was said', () => {
  const endpoint = { address: '192.0.2.1', port: 1 }
  const silent = beginConversation({
    id: 7,
    capture: 1,
    transport: 'tcp',
    client: endpoint,
    server: endpoint,
    protocol: 6,
    frame: 3,
    time: { seconds: 0, nanos: 0 },
    midstream: false,
  })
  const report = reportConnection(silent, quiet, { decimals: 6 })
  assert.deepEqual(
    [report.id, report.capture, report.protocol, report.version, report.cipherSuite],
    [7, 1, null, null, null],
  )
  assert.deepEqual([report.messages, report.certificates], [[], { server: [], client: [] }])
  assert.deepEqual([report.ja3, report.ja4, report.resumed], [null, null, false])
})

const file: CaptureFile = {
  format: 'pcapng+gzip',
  linkTypes: new Set([1, 113, 64_999]),
  frames: 3,
  bytes: 300,
  firstTime: { seconds: 0, nanos: 5 },
  lastTime: null,
  decimals: 9,
  problems: [{ at: 9, frame: null, message: 'cut' }],
  secrets: [],
  comments: [],
  dropped: 2,
}

test('capture: link types by name, or by number where the registry has none', () => {
  assert.deepEqual(reportCapture('a.pcapng', file), {
    file: 'a.pcapng',
    format: 'pcapng+gzip',
    linkTypes: ['ETHERNET', 'LINUX_SLL', 'LINKTYPE 64999'],
    frames: 3,
    bytes: 300,
    firstTime: '1970-01-01T00:00:00.000000005Z',
    lastTime: null,
    dropped: 2,
    problems: [{ at: 9, frame: null, message: 'cut' }],
  })
})
