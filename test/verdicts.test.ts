// Verdicts on conversations written by hand: causes that no fixture shows, and what a verdict carries.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertMeaning } from '../src/engine/diagnose/alert-meaning.ts'
import { judge } from '../src/engine/diagnose/judge.ts'
import { rules } from '../src/engine/diagnose/rules.ts'
import { Siblings } from '../src/engine/diagnose/siblings.ts'
import { remediesOf } from '../src/engine/diagnose/texts/explain.ts'
import { alerts } from '../src/engine/registry/tables/alerts.ts'
import { causes } from '../src/engine/registry/tables/causes.ts'
import { extensions } from '../src/engine/registry/tables/extensions.ts'
import type { SegmentMark } from '../src/engine/net/facts.ts'
import type { Conversation, DatagramFacts } from '../src/engine/session/conversation.ts'
import {
  writeAlert,
  writeClientHello,
  writeConversation,
  writeDatagrams,
  writeServerHello,
} from './conversations.ts'

const span = { frame: 2, offset: 42, length: 8 }
const time = { seconds: 1_700_000_000, nanos: 0 }
const markAt = (seconds: number): SegmentMark => ({
  frame: 1,
  time: { seconds: time.seconds + seconds, nanos: 0 },
  seq: 0,
  ack: 0,
  flags: 0,
  window: 0,
  length: 1200,
  ttl: 64,
  ipId: null,
  dontFragment: true,
  payload: null,
})
const udp = { transport: 'udp', protocol: 'quic', tcp: null } as const

const written: [cause: string, conversation: Partial<Conversation>][] = [
  [
    'ech-required',
    { messages: [writeClientHello(), writeServerHello(), writeAlert('client', 'ech_required')] },
  ],
  [
    'extended-master-secret-missing',
    {
      messages: [
        writeClientHello([
          [extensions.extended_master_secret, []],
          [extensions.renegotiation_info, [0]],
        ]),
        writeServerHello([[extensions.renegotiation_info, [0]]]),
        writeAlert('client', 'handshake_failure'),
      ],
    },
  ],
  [
    'quic-version-mismatch',
    {
      ...udp,
      messages: [writeClientHello()],
      datagram: writeDatagrams({
        datagrams: { client: 1, server: 1 },
        offeredVersions: [1],
        versionNegotiation: { frame: 2, versions: [0x6b33_43cf, 0x1a2a_3a4a], span },
      }),
    },
  ],
  [
    'quic-refused',
    {
      ...udp,
      messages: [writeClientHello()],
      datagram: writeDatagrams({
        datagrams: { client: 1, server: 1 },
        closes: [
          { from: 'server', frame: 2, time, code: 2, application: false, reason: 'busy', span },
        ],
      }),
    },
  ],
  [
    'quic-blocked',
    {
      ...udp,
      messages: [writeClientHello()],
      lastTime: { seconds: 1_700_000_007, nanos: 0 },
      captureEnd: { seconds: 1_700_000_060, nanos: 0 },
      datagram: writeDatagrams({
        datagrams: { client: 5, server: 0 },
        retransmittedFlights: { client: 4, server: 0 },
        firstDatagram: { client: markAt(0), server: null },
        lastDatagram: { client: markAt(7), server: null },
      }),
    },
  ],
]
for (const [cause, change] of written) {
  test(`judges ${cause}`, () => {
    const { outcome, verdict } = judge(writeConversation(change), new Siblings())
    assert.equal(outcome, 'failed')
    assert.equal(verdict?.cause, cause)
  })
}

test('a version of the client in the list of the server is no mismatch', () => {
  const { verdict } = judge(
    writeConversation({
      ...udp,
      messages: [writeClientHello()],
      datagram: writeDatagrams({
        offeredVersions: [1],
        versionNegotiation: { frame: 2, versions: [1], span },
      }),
    }),
    new Siblings(),
  )
  assert.notEqual(verdict?.cause, 'quic-version-mismatch')
})

test('a name out of the capture cannot leave its place in the command', () => {
  const name = 'x.test; rm -rf ~ $(id)'
  const data = [0, name.length + 3, 0, 0, name.length, ...new TextEncoder().encode(name)]
  const { verdict } = judge(
    writeConversation({
      messages: [
        writeClientHello([[extensions.server_name, data]]),
        writeAlert('server', 'unrecognized_name'),
      ],
    }),
    new Siblings(),
  )
  assert.equal(verdict?.cause, 'server-name-unknown')
  assert.match(verdict.reproduce ?? '', /-servername x\.test__rm_-rf_____id_ /)
})

/** Three Initials within three seconds, and then silence. */
const unanswered: Partial<Conversation> = {
  ...udp,
  messages: [writeClientHello()],
  datagram: writeDatagrams({
    datagrams: { client: 3, server: 0 },
    offeredVersions: [1],
    firstDatagram: { client: markAt(0), server: null },
    lastDatagram: { client: markAt(3), server: null },
  }),
  captureEnd: { seconds: time.seconds + 60, nanos: 0 },
}

test('QUIC without an answer is a failure', () => {
  const { outcome, verdict } = judge(writeConversation(unanswered), new Siblings())
  assert.deepEqual([outcome, verdict?.cause], ['failed', 'quic-blocked'])
})

test('QUIC without an answer that TCP made up for is one story, and no alarm', () => {
  const siblings = new Siblings()
  const quic = writeConversation(unanswered)
  const tcp = {
    ...writeConversation({ messages: [writeClientHello(), writeServerHello()] }),
    id: 2,
  }
  siblings.add(quic, 'incomplete')
  siblings.add(tcp, 'completed')
  const { outcome, verdict } = judge(quic, siblings)
  assert.deepEqual([outcome, verdict?.cause], ['incomplete', 'quic-blocked'])
  assert.ok(
    verdict?.evidence.some(({ text }) => /over TCP \(conversation 2,.*succeeded/.test(text)),
  )
})

test('the sizes of QUIC packets tell nothing of messages', () => {
  const note = { type: 23, version: 1, encrypted: true, span, time }
  const { remarks } = judge(
    writeConversation({
      ...udp,
      messages: [writeClientHello(), writeServerHello([[extensions.supported_versions, [3, 4]]])],
      records: [
        { ...note, from: 'server', frame: 2, length: 1200 },
        { ...note, from: 'client', frame: 3, length: 25 },
        { ...note, from: 'client', frame: 3, length: 53 },
      ],
      established: true,
      datagram: writeDatagrams({ datagrams: { client: 3, server: 3 } }),
    }),
    new Siblings(),
  )
  assert.deepEqual(remarks, [])
})

test('a Retry with a wrong tag is worth a remark', () => {
  const remarksOn = (wrongRetry: DatagramFacts['wrongRetry']) =>
    judge(
      writeConversation({
        ...udp,
        messages: [writeClientHello()],
        datagram: writeDatagrams({ wrongRetry }),
      }),
      new Siblings(),
    ).remarks
  assert.deepEqual(remarksOn(null), [])
  const [remark] = remarksOn({ frame: 2, tag: new Uint8Array(16), span })
  assert.match(remark?.text ?? '', /Retry/)
  assert.deepEqual(remark?.span, span)
})

test('rules have one name each', () => {
  assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length)
})

test('siblings stay bounded, and what failed does not push out what went well', () => {
  const siblings = new Siblings()
  const conversation = (id: number): Conversation => ({ ...writeConversation(), id })
  siblings.add(conversation(1), 'completed')
  for (let id = 2; id < 200; id++) siblings.add(conversation(id), 'failed')
  const kept = siblings.ofServer(conversation(999))
  assert.ok(kept.length < 50)
  assert.equal(kept.filter((s) => s.outcome === 'completed').length, 1)
})

for (const { code } of causes) {
  test(`there is something to do about ${code}`, () => assert.ok(remediesOf(code).length > 0))
}

for (const [name, code] of Object.entries(alerts)) {
  test(`${name} has a meaning that follows a subject`, () =>
    assert.match(alertMeaning(code), /^[a-z].*\.$/))
}

test('an alert that no registry knows says its number', () =>
  assert.match(alertMeaning(200), /200/))
