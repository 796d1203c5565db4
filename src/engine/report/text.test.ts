import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  makeConnection,
  makeEvidence,
  makeReport,
  makeVerdict,
} from '../../../test/sample-report.ts'
import { describeConnection } from './connection-text.ts'
import { width } from './layout.ts'
import { describeReport } from './text.ts'

const verdict = makeVerdict({
  evidence: [
    makeEvidence({ frame: 32, offset: 59, length: 2, hex: '022a', reference: 'RFC 8446 §6' }),
    makeEvidence({ text: 'Nothing followed' }),
  ],
  ruledOut: ['The chain was complete.'],
  alternatives: ['client-certificate-rejected', 'unexplained-alert'],
  remedies: ['Renew the certificate.', 'Restart the client.'],
  reproduce: `openssl s_client -connect 10.244.64.15:5443 ${'-option '.repeat(12)}`,
})

test('text: headline, judgement, ends, explanation, evidence, and what to do, in this order', () => {
  const text = describeConnection(
    makeConnection({
      verdict,
      serverName: 'shop.example',
      version: 'TLS 1.0',
      cipherSuite: 'TLS_RSA_WITH_RC4_128_MD5',
      remarks: [makeEvidence({ text: 'The suite is weak' })],
      keys: ['The key log holds no secret.'],
    }),
  )
  assert.equal(
    text,
    `The client's certificate had expired.

  client-certificate-expired · certain · ended by the server · to mend on the
  client · frame 32
  #2  10.51.2.231:1100 → 10.244.64.15:5443  frames 4–36
  2009-07-14 10:12:33.000000 UTC · SNI shop.example · TLS 1.0 ·
  TLS_RSA_WITH_RC4_128_MD5

  It ended ten weeks before.

  Evidence
    frame 32    The server sent an alert (RFC 8446 §6)
                02 2A
    Nothing followed

  Checked, and not the reason
    - The chain was complete.

  Also possible
    client-certificate-rejected, unexplained-alert

  What to do
    1. Renew the certificate.
    2. Restart the client.

  To see it again
    openssl s_client -connect 10.244.64.15:5443 ${'-option '.repeat(12)}

  Worth knowing
    The suite is weak

  Keys
    The key log holds no secret.`,
  )
})

const judgements: [changes: Parameters<typeof makeVerdict>[0], line: string][] = [
  [
    { rejectedBy: 'middle', faultSide: 'middle' },
    'ended by something in between · to mend between the two',
  ],
  [{ rejectedBy: 'client', faultSide: 'either' }, 'ended by the client · to mend on either side'],
  [{ rejectedBy: null, faultSide: null, frame: null }, 'client-certificate-expired · certain'],
]
for (const [changes, line] of judgements)
  test(`text: ${line}`, () => {
    const text = describeConnection(makeConnection({ verdict: makeVerdict(changes) }))
    assert.ok(text.replace(/\n {2}(?=\S)/g, ' ').includes(line))
    if (changes?.rejectedBy === null) assert.ok(!/ended by|to mend|, frame/.test(text))
  })

const outcomes: [
  outcome: 'completed' | 'incomplete' | 'not-tls',
  resumed: boolean,
  line: string,
][] = [
  ['completed', false, 'The handshake completed.'],
  ['completed', true, 'The handshake completed by resuming an earlier session.'],
  ['incomplete', false, 'The capture does not show how the handshake ended.'],
  ['not-tls', false, 'No TLS was spoken here.'],
]
for (const [outcome, resumed, line] of outcomes)
  test(`text: ${line}`, () => {
    const text = describeConnection(makeConnection({ outcome, resumed, verdict: null }))
    assert.equal(text.split('\n')[0], line)
  })

test('text: IPv6 addresses stand in brackets, and a port of 0 is none', () => {
  const text = describeConnection(
    makeConnection({
      client: { address: '2001:db8::1', port: 4000 },
      server: { address: '00-0A-0B-0C-0D-0E', port: 0 },
    }),
  )
  assert.match(text, /\[2001:db8::1\]:4000 → 00-0A-0B-0C-0D-0E {2}/)
})

test('text: nothing from the wire reaches the terminal as control characters', () => {
  const evil = 'x\u001b]0;owned\u0007\n\u202e'
  const text = describeReport(
    makeReport([
      makeConnection({
        serverName: evil,
        applicationProtocol: evil,
        verdict: makeVerdict({
          headline: evil,
          explanation: evil,
          evidence: [makeEvidence({ text: evil })],
          ruledOut: [evil],
          remedies: [evil],
          reproduce: evil,
        }),
        remarks: [makeEvidence({ text: evil })],
      }),
    ]),
  )
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u202e]/.test(text))
  assert.equal(text.match(/owned/g)?.length, 9)
})

test('text: long evidence is cut, and every line but commands fits the terminal', () => {
  const text = describeConnection(
    makeConnection({
      verdict: makeVerdict({
        explanation: 'word '.repeat(100).trim(),
        evidence: [makeEvidence({ frame: 9, length: 1000, hex: 'ab'.repeat(64) })],
      }),
    }),
  )
  for (const line of text.split('\n')) assert.ok(line.length <= width, line)
  assert.equal(text.match(/AB/g)?.length, 32)
  assert.match(text, /AB …$/m)
})

test('text: a report shows what failed, and with `all` everything', () => {
  const report = makeReport([
    makeConnection({ id: 1, outcome: 'completed', verdict: null }),
    makeConnection({ id: 2 }),
    makeConnection({ id: 3, outcome: 'not-tls', verdict: null }),
    makeConnection({ id: 4, verdict: makeVerdict({ cause: 'reset' as never }) }),
  ])
  const shown = (text: string): string[] => Array.from(text.matchAll(/^ {2}#(\d)/gm), (m) => m[1]!)
  const brief = describeReport(report)
  assert.deepEqual(shown(brief), ['2', '4'])
  assert.deepEqual(shown(describeReport(report, { all: true })), ['1', '2', '3', '4'])
  assert.ok(
    brief.endsWith(
      '3 TLS conversations: 2 failed, 1 completed.\n       1  client-certificate-expired  #2\n' +
        '       1  reset  #4\n  story.cap: netmon2, 38 frames\n',
    ),
  )
})

test('text: what failed alike is told once, the others in a line each', () => {
  const connections = Array.from({ length: 13 }, (_, i) =>
    makeConnection({
      id: i + 1,
      client: { address: '10.51.2.231', port: 1100 + i },
      firstTime: `2009-07-${i === 1 ? 15 : 14}T10:12:33.000000Z`,
    }),
  )
  const text = describeReport(makeReport(connections))
  assert.equal(text.match(/^The client's certificate had expired\.$/gm)?.length, 1)
  assert.equal(
    text.slice(text.indexOf('\n  12 more')),
    `
  12 more failed the same way
    #2  10.51.2.231:1101 → 10.244.64.15:5443  frames 4–36  2009-07-15 10:12:33
${[3, 4, 5, 6, 7, 8, 9].map((id) => `    #${id}  10.51.2.231:${1099 + id} → 10.244.64.15:5443  frames 4–36  10:12:33\n`).join('')}\
    #10  10.51.2.231:1109 → 10.244.64.15:5443  frames 4–36  10:12:33
    #11  10.51.2.231:1110 → 10.244.64.15:5443  frames 4–36  10:12:33
    … and 2 more: --all prints them, --json has every one
    1 client, 1 server in all, until 2009-07-15 10:12:33

13 TLS conversations: 13 failed.
      13  client-certificate-expired  #1
  story.cap: netmon2, 38 frames
`,
  )
  const all = describeReport(makeReport(connections), { all: true })
  assert.equal(all.match(/^The client's certificate had expired\.$/gm)?.length, 13)
  assert.match(all, /^ {6}13 {2}client-certificate-expired$/m)
})

test('text: others in other captures name theirs, and every line fits', () => {
  const address = '2001:db8:1111:2222:3333:4444:5555:6666'
  const [capture] = makeReport([]).captures
  const captures = ['a.cap', 'b.cap'].map((file) => ({ ...capture!, file }))
  const text = describeReport(
    makeReport(
      [0, 1].map((i) =>
        makeConnection({ id: i + 1, capture: i, client: { address, port: 50_000 + i } }),
      ),
      { captures },
    ),
  )
  const others = text.slice(text.indexOf('1 more failed'), text.indexOf('2 TLS'))
  assert.match(others, /\bb\.cap$/m)
  for (const line of others.split('\n'))
    assert.ok(line.length <= width && !line.endsWith(' '), line)
})

test('text: a cause with many stories points to the first of them', () => {
  const connections = Array.from({ length: 10 }, (_, i) =>
    makeConnection({ id: i + 1, verdict: makeVerdict({ headline: `${i}.example is refused` }) }),
  )
  const text = describeReport(makeReport(connections))
  assert.match(text, /^ {6}10 {2}client-certificate-expired {2}#1 #2 #3 #4 #5 #6 #7 #8 …$/m)
})

test('text: a report without TLS says so, and damage is counted', () => {
  const report = makeReport([])
  report.summary.notTls = 2
  report.captures[0]!.problems.push({ at: 1, frame: null, message: 'cut' })
  assert.equal(
    describeReport(report),
    'No TLS handshake in 2 conversations.\n  story.cap: netmon2, 38 frames, 1 problem in the file\n',
  )
})

test('text: among several captures each conversation names its own', () => {
  const [capture] = makeReport([]).captures
  const captures = ['a.cap', 'b.cap'].map((file) => ({ ...capture!, file }))
  const text = describeReport(makeReport([makeConnection({ capture: 1 })], { captures }))
  assert.match(text, /\n {2}b\.cap\n {2}#2 /)
})

test('text: colour only where paint gives it', () => {
  const text = describeReport(makeReport([makeConnection()]), {
    paint: (ink, t) => `<${ink}>${t}</>`,
  })
  assert.ok(text.startsWith("<failed>The client's certificate had expired.</>\n"))
  assert.match(text, /<strong>Evidence<\/>/)
})

test('text: of many captures only the damaged ones are told one by one', () => {
  const [capture] = makeReport([]).captures
  const captures = Array.from({ length: 21 }, (_, i) => ({
    ...capture!,
    file: `${i}.cap`,
    frames: 100,
    problems: i === 7 ? [{ at: 1, frame: null, message: 'cut' }] : [],
  }))
  const lines = describeReport(makeReport([], { captures })).trimEnd().split('\n')
  assert.deepEqual(lines.slice(-2), [
    `  7.cap: ${capture!.format}, 100 frames, 1 problem in the file`,
    '  21 captures, 2,100 frames',
  ])
})
