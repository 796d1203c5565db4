// What silence means: datagrams that are sent again, bytes that were never received, a tunnel that leads nowhere.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAskedAgain } from '../src/engine/diagnose/fallback.ts'
import { findRejection } from '../src/engine/diagnose/rejection.ts'
import { Siblings } from '../src/engine/diagnose/siblings.ts'
import { findOutcome, judge } from '../src/engine/diagnose/judge.ts'
import { Story } from '../src/engine/diagnose/story.ts'
import type { Conversation } from '../src/engine/session/conversation.ts'
import {
  writeClientHello,
  writeConversation,
  writeDatagrams,
  writeMark,
  writeMessage,
  writeServerHello,
  writeTcp,
} from './conversations.ts'

const span = { frame: 4, offset: 54, length: 20 }

const sendings: [what: string, first: number | null, last: number | null, again: boolean][] = [
  ['nothing was sent', null, null, false],
  ['one datagram', 0, 0, false],
  ['a flight in two datagrams', 0, 0.03, false],
  ['copies that the capture made', 0, 0.0001, false],
  ['again after a timer of 50 ms', 0, 0.05, true],
  ['again after a second', 0, 1, true],
]
for (const [what, first, last, again] of sendings) {
  const datagram = writeDatagrams({
    firstDatagram: { client: first === null ? null : writeMark(1, first), server: null },
    lastDatagram: { client: last === null ? null : writeMark(2, last), server: null },
  })
  const quic = writeConversation({
    transport: 'udp',
    protocol: 'quic',
    messages: [writeClientHello()],
    datagram,
    captureEnd: writeMark(9, 60).time,
  })

  test(`asked again: ${what}`, () => {
    assert.equal(isAskedAgain(quic), again)
  })

  test(`a QUIC client without an answer is blocked where it asked again: ${what}`, () => {
    const { outcome, verdict } = judge(quic, new Siblings())
    assert.equal(outcome, again ? 'failed' : 'incomplete')
    assert.equal(verdict?.cause === 'quic-blocked', again)
  })
}

test('over TCP nothing is asked again', () => {
  assert.equal(isAskedAgain(writeConversation()), false)
})

/** A client that closes behind the server's certificate, when it had acknowledged so much of what the server sent. */
function closed(acknowledged: number, change: Partial<Conversation> = {}): Story {
  const certificate = writeMessage('server', { name: 'certificate', code: 11, length: 700 })
  const done = writeMessage('server', { name: 'server_hello_done', code: 14, length: 0 })
  const fin = writeMark(9)
  const tcp = writeTcp({ fin, streamBytes: 300 }, { acknowledged, streamBytes: 5000 })
  const messages = [writeClientHello(), writeServerHello(), certificate, done]
  return new Story(writeConversation({ messages, tcp, ...change }))
}

/** A record's header, the ServerHello of 100 bytes, the certificate of 700, each with its own header. */
const certificateEnd = 5 + 104 + 704

const receptions: [what: string, acknowledged: number, rejected: boolean][] = [
  ['nothing of it had come', 0, false],
  ['one byte of it lacked', certificateEnd - 1, false],
  ['all of it had come', certificateEnd, true],
  ['more had come', 5000, true],
]
for (const [what, acknowledged, rejected] of receptions)
  test(`a client that closes rejects the certificate only where it had received it: ${what}`, () => {
    assert.equal(
      findRejection(closed(acknowledged), 'server')?.by ?? null,
      rejected ? 'client' : null,
    )
  })

test('in a stream that the capture joined late, acknowledgements do not tell what was received', () => {
  assert.equal(findRejection(closed(0, { midstream: true }), 'server')?.by, 'client')
})

const line = { frame: 5, time: writeMark(5).time, text: 'HTTP/1.1 200 OK', span }

/** A proxy that was asked for a tunnel and answered in frame 5; after that only the client speaks. */
function tunnelled(target: string, accepted: boolean, change: Partial<Conversation>) {
  const conversation = writeConversation({
    protocol: null,
    upgrade: 'http-connect',
    proxyTarget: target,
    upgradeFacts: {
      protocol: 'http',
      offered: null,
      asked: { ...line, frame: 4 },
      answer: { ...line, accepted },
    },
    preface: [{ ...line, from: 'client', frame: 6, text: 'GET / HTTP/1.1' }],
    tcp: writeTcp({ lastData: writeMark(6) }, { lastData: writeMark(5) }),
    ...change,
  })
  conversation.server = { address: '192.0.2.2', port: 3128 }
  conversation.firstBytes.client = { bytes: new Uint8Array(1), span, time: line.time }
  return findOutcome(conversation, new Siblings())
}

const tcpOf = (client: number | null, server: number | null) => ({
  tcp: writeTcp(
    { lastData: client === null ? null : writeMark(client) },
    { lastData: server === null ? null : writeMark(server) },
  ),
})
const tunnels: [what: string, lost: boolean, ...Parameters<typeof tunnelled>][] = [
  ['to a port of TLS', true, 'host.test:443', true, {}],
  ['to a port of TLS at an IPv6 address', true, '[2001:db8::1]:8443', true, {}],
  ['to another port', false, 'host.test:80', true, {}],
  ['to a port of TLS, refused, and the client went on in clear', false, 'host.test:443', false, {}],
  ['in which the client said nothing', false, 'host.test:443', true, tcpOf(4, 5)],
  ['in which nobody said anything', false, 'host.test:443', true, tcpOf(null, null)],
  ['in which the server answered', false, 'host.test:443', true, tcpOf(6, 7)],
  ['of which nobody knows the target', false, 'host.test:443', true, { proxyTarget: null }],
]
for (const [what, lost, ...tunnel] of tunnels)
  test(`a tunnel ${what} ${lost ? 'lost what TLS' : 'tells nothing of TLS that'} was said in it`, () => {
    assert.equal(tunnelled(...tunnel), lost ? 'failed' : 'not-tls')
  })
