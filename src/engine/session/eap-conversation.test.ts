import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bytesOf,
  follow,
  followLink,
  hexOf,
  ladderOf,
  type LinkFrame,
  type Sent,
} from './datagram-trial.test.ts'

const supplicant = '020000000001'
const authenticator = '020000000002'
const group = '0180c2000003'

const eap = (code: number, id: number, rest = '') =>
  `${hexOf(code, 1)}${hexOf(id, 1)}${hexOf(4 + rest.length / 2, 2)}${rest}`
const request = (id: number, type: number, data = '') => eap(1, id, hexOf(type, 1) + data)
const response = (id: number, type: number, data = '') => eap(2, id, hexOf(type, 1) + data)
const failure = (id: number) => eap(4, id)
const alice = '616c696365'

const record = (type: number, body: string) =>
  `${hexOf(type, 1)}0303${hexOf(body.length / 2, 2)}${body}`
const message = (type: number, body: string) =>
  `${hexOf(type, 1)}${hexOf(body.length / 2, 3)}${body}`
const hello = record(22, message(1, `0303${'11'.repeat(32)}000002c02f0100`))
const flight =
  record(22, message(2, `0303${'22'.repeat(32)}00c02f00`)) +
  record(22, message(11, `00012c00012900012630${'ab'.repeat(293)}`)) +
  record(22, message(14, ''))
const alert = record(21, '022d')
const half = 2 * 150
const whole = (tls: string) => `80${hexOf(tls.length / 2, 4)}${tls}`
const firstPart = `c0${hexOf(flight.length / 2, 4)}${flight.slice(0, half)}`
const secondPart = `00${flight.slice(half)}`

/** EAP-TLS up to the client's alert about the server's certificate. */
const dialogue = (method = 13): string[] => [
  request(1, 1),
  response(1, 1, alice),
  request(2, method, '20'),
  response(2, method, whole(hello)),
  request(3, method, firstPart),
  response(3, method, '00'),
  request(4, method, secondPart),
  response(4, method, whole(alert)),
  failure(5),
]

const onLink = (packet: string): LinkFrame => {
  const isResponse = packet.startsWith('02')
  return {
    source: isResponse ? supplicant : authenticator,
    destination: isResponse ? authenticator : supplicant,
    eapol: `0200${hexOf(packet.length / 2, 2)}${packet}`,
  }
}

const expected = (shift = 0) => [
  `${4 + shift} client client_hello`,
  `${7 + shift} server server_hello`,
  `${7 + shift} server certificate`,
  `${7 + shift} server server_hello_done`,
  `${8 + shift} client certificate_expired`,
]

test('EAP-TLS on a link: the flight is whole in the frame that completes it', () => {
  const [c] = followLink(dialogue().map(onLink))
  assert.deepEqual(ladderOf(c), expected())
  assert.equal(c?.transport, 'eap')
  assert.equal(c.protocol, 'tls')
  assert.equal(c.client.address, '02:00:00:00:00:01')
  assert.equal(c.server.address, '02:00:00:00:00:02')
  assert.equal(c.datagram?.eapMethod, 13)
  assert.equal(c.datagram.eapEnd?.what, 'eap-failure')
  assert.equal(c.datagram.eapEnd.frame, 9)
  assert.deepEqual(
    c.preface.map((line) => line.text),
    [
      'EAP-Request, Identity',
      'EAP-Response, Identity alice',
      'EAP-Request, EAP-TLS start',
      'EAP-Failure',
    ],
  )
  assert.deepEqual(c.messages[2]?.frames, [5, 7])
})

for (const [name, method] of [
  ['TTLS', 21],
  ['PEAP', 25],
  ['FAST', 43],
  ['TEAP', 55],
] as const) {
  test(`${name} carries the same`, () => {
    const [c] = followLink(dialogue(method).map(onLink))
    assert.deepEqual(ladderOf(c), expected())
    assert.equal(c?.datagram?.eapMethod, method)
  })
}

test('frames that the link repeats are read once', () => {
  const [c] = followLink(dialogue().flatMap((packet) => [onLink(packet), onLink(packet)]))
  assert.equal(c?.messages.length, 5)
  assert.equal(c.garbage.length, 0)
})

test('a fragment that the capture lacks is a gap, and the messages after it are found', () => {
  const packets = dialogue()
  packets.splice(4, 2)
  // The length stands in every fragment of many stacks.
  packets[4] = request(4, 13, `80${hexOf(flight.length / 2, 4)}${flight.slice(half)}`)
  const [c] = followLink(packets.map(onLink))
  assert.equal(c?.missing.server, half / 2)
  assert.equal(c.messages.at(-1)?.name, 'certificate_expired')
})

test('wired authenticators speak to the group', () => {
  const frames = dialogue().map(onLink)
  const [c] = followLink(
    frames.map((frame, i) => (i === 0 ? frame : { ...frame, destination: group })),
  )
  assert.deepEqual(ladderOf(c), expected())
  assert.equal(c?.server.address, '02:00:00:00:00:02')
})

test('a method refused: what is wanted instead', () => {
  const packets = [
    request(1, 1),
    response(1, 1, alice),
    request(2, 25, '20'),
    response(2, 3, '0d15'),
  ]
  const [c] = followLink(packets.map(onLink))
  assert.deepEqual(c?.datagram?.eapNak?.wanted, [13, 21])
  assert.equal(c.preface.at(-1)?.text, 'EAP-Response, Nak: wants EAP-TLS, EAP-TTLS')
})

test('another authentication of the same supplicant is another conversation', () => {
  const conversations = followLink([...dialogue(), ...dialogue()].map(onLink))
  assert.deepEqual(
    conversations.map((c) => c.firstFrame),
    [1, 10],
  )
  assert.deepEqual(ladderOf(conversations[1]), expected(9))
  assert.notEqual(conversations[0]?.id, conversations[1]?.id)
})

test('refused before any method, and authenticated without TLS', () => {
  const refused = followLink([request(1, 1), response(1, 1, alice), failure(2)].map(onLink))[0]
  assert.equal(refused?.datagram?.eapEnd?.what, 'eap-failure')
  const other = followLink([response(1, 1, alice), request(2, 4, '00'), failure(3)].map(onLink))[0]
  assert.equal(other?.datagram?.eapEnd, null)
  assert.equal(other.protocol, null)
})

const attribute = (type: number, value: string) =>
  `${hexOf(type, 1)}${hexOf(2 + value.length / 2, 1)}${value}`
const eapMessages = (packet: string) =>
  (packet.match(/.{1,506}/g) ?? []).map((piece) => attribute(79, piece)).join('')
const radius = (code: number, id: number, attributes: string) =>
  `${hexOf(code, 1)}${hexOf(id, 1)}${hexOf(20 + attributes.length / 2, 2)}${'a5'.repeat(16)}${attributes}`
const state = (value: number) => attribute(24, hexOf(value, 4))
const station = (name: string) => attribute(31, name)

/** The dialogue from the identity on, as a server and an access point exchange it. */
const roaming = (first: number, name: string): Sent[] =>
  dialogue()
    .slice(1)
    .map((packet, i) => {
      const id = first + (i >> 1)
      const isRequest = i % 2 === 0
      const isLast = packet.startsWith('04')
      const tie = i === 0 || isLast ? '' : state(first * 256 + ((i + 1) >> 1))
      const about = isRequest ? station(name) : ''
      const code = isRequest ? 1 : isLast ? 3 : 11
      return [isRequest ? 0 : 1, radius(code, id, about + tie + eapMessages(packet))]
    })

test('EAP-TLS in RADIUS: attributes joined, the reject ends it', () => {
  const [c] = follow(roaming(1, 'aa'), { port: 18_120 })
  assert.deepEqual(ladderOf(c), expected(-1))
  assert.equal(c?.server.port, 18_120)
  assert.equal(c.datagram?.eapEnd?.what, 'eap-failure')
  // Both pieces of the certificate stand in the frame where the attributes have them.
  for (const { frame, offset, length } of c.messages[2]!.spans)
    assert.ok(frame <= 6 && offset > 62 && length > 0)
})

test('authentications that share the ports of an access point are kept apart', () => {
  const one = roaming(1, 'aa')
  const two = roaming(101, 'bb')
  const mixed = one.flatMap((sent, i) => [sent, two[i]!])
  const conversations = follow(mixed)
  assert.deepEqual(
    conversations.map((c) => c.messages.length),
    [5, 5],
  )
  assert.deepEqual(
    conversations.map((c) => c.garbage.length),
    [0, 0],
  )
})

test('an access server that answers without EAP still ends it', () => {
  const [c] = follow([
    [0, radius(1, 1, eapMessages(response(1, 1, alice)))],
    [1, radius(3, 1, '')],
  ])
  assert.equal(c?.datagram?.eapEnd?.what, 'access-reject')
})

test('RADIUS without EAP is none of our business', () => {
  assert.deepEqual(follow([[0, radius(1, 1, attribute(1, alice))]]), [])
})

test('wherever a frame is cut or changed, nothing is thrown', () => {
  const packets = dialogue().map(onLink)
  for (const [index, packet] of packets.entries()) {
    const whole = packet.eapol
    for (let kept = 0; kept < whole.length; kept += 2) {
      const cut = packets.with(index, { ...packet, eapol: whole.slice(0, kept) })
      assert.doesNotThrow(() => followLink(cut), `frame ${index + 1} cut after ${kept / 2}`)
    }
  }
  const bytes = bytesOf(radius(1, 1, eapMessages(response(2, 13, whole(hello)))))
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice()
    changed[at]! ^= 0xff
    assert.doesNotThrow(() => follow([[0, changed]]), `byte ${at}`)
  }
})
