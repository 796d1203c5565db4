import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, follow, hexOf, ladderOf, type Sent } from './datagram-trial.test.ts'

let sequence = 0
const record = (type: number, body: string, epoch = 0, version = 'fefd') =>
  `${hexOf(type, 1)}${version}${hexOf(epoch, 2)}${hexOf(++sequence, 6)}${hexOf(body.length / 2, 2)}${body}`
const fragment = (type: number, seq: number, body: string, from = 0, to = body.length / 2) =>
  `${hexOf(type, 1)}${hexOf(body.length / 2, 3)}${hexOf(seq, 2)}${hexOf(from, 3)}${hexOf(to - from, 3)}` +
  body.slice(2 * from, 2 * to)
const message = (type: number, seq: number, body: string) => record(22, fragment(type, seq, body))

const helloBody = (random: string, cookie: string, extensions = '') =>
  `fefd${random.repeat(32)}00${hexOf(cookie.length / 2, 1)}${cookie}0002c02f0100` +
  (extensions === '' ? '' : `${hexOf(extensions.length / 2, 2)}${extensions}`)
const hello = (seq = 0, cookie = '', random = '11') => message(1, seq, helloBody(random, cookie))
const verify = (seq = 0, cookie = 'c0ffee') =>
  message(3, seq, `feff${hexOf(cookie.length / 2, 1)}${cookie}`)
const serverHelloBody = `fefd${'22'.repeat(32)}00c02f00`
const certificateBody = `00012c00012900012630${'ab'.repeat(293)}`
const serverHello = (seq = 1) => message(2, seq, serverHelloBody)
const done = (seq: number) => message(14, seq, '')
const keyExchange = (seq: number) => message(16, seq, '0102')
const changeCipher = () => record(20, '01')
const finished = () => record(22, 'f1'.repeat(40), 1)
const data = (length = 60) => record(23, 'da'.repeat(length), 1)

const client = 0
const server = 1

const handshake = (): Sent[] => [
  [client, hello()],
  [server, verify()],
  [client, hello(1, 'c0ffee')],
  [server, serverHello() + done(2)],
  [client, keyExchange(2) + changeCipher() + finished()],
  [server, changeCipher() + finished()],
  [client, data()],
  [server, data()],
]

test('a handshake with a cookie, from hello to data', () => {
  const [c] = follow(handshake())
  assert.deepEqual(ladderOf(c), [
    '1 client client_hello',
    '2 server hello_verify_request',
    '3 client client_hello',
    '4 server server_hello',
    '4 server server_hello_done',
    '5 client client_key_exchange',
    '5 client change_cipher_spec',
    '5 client encrypted',
    '6 server change_cipher_spec',
    '6 server encrypted',
    '7 client application_data',
    '8 server application_data',
  ])
  assert.equal(c?.protocol, 'dtls')
  assert.equal(c.established, true)
  assert.equal(c.midstream, false)
  assert.equal(c.datagram?.cookies, 1)
  assert.deepEqual(c.datagram.datagrams, { client: 4, server: 4 })
  assert.deepEqual(c.datagram.retransmittedFlights, { client: 0, server: 0 })
})

test('a message has the form of TLS, and its spans name the same bytes in the frame', () => {
  const [c] = follow([[client, hello()]])
  const { bytes, length, spans } = c!.messages[0]!
  assert.equal(bytes?.length, length + 4)
  assert.deepEqual(bytes.subarray(0, 4), bytesOf(`01${hexOf(length, 3)}`))
  assert.deepEqual(spans, [
    { frame: 1, offset: 42 + 13, length: 4 },
    { frame: 1, offset: 42 + 25, length },
  ])
})

test('fragments: out of order, overlapping and repeated', () => {
  const part = (from: number, to: number) => record(22, fragment(11, 2, certificateBody, from, to))
  const [c] = follow([
    [client, hello()],
    [server, serverHello() + part(200, 303)],
    [server, part(0, 100)],
    [server, part(0, 100)],
    [server, part(80, 210)],
    [server, done(3)],
  ])
  assert.deepEqual(ladderOf(c), [
    '1 client client_hello',
    '2 server server_hello',
    '5 server certificate',
    '6 server server_hello_done',
  ])
  const certificate = c!.messages[2]!
  assert.deepEqual(certificate.bytes?.subarray(4), bytesOf(certificateBody))
  // The header is that of the first fragment; the first copy of a byte wins: the overlaps of frame 5 are left out.
  assert.deepEqual(
    certificate.spans.map(({ frame, length }) => [frame, length]),
    [
      [2, 4],
      [3, 100],
      [5, 100],
      [2, 103],
    ],
  )
})

test('a message of which a fragment was lost is pending', () => {
  const part = (from: number, to: number) => record(22, fragment(11, 2, certificateBody, from, to))
  const [c] = follow([
    [client, hello()],
    [server, serverHello() + part(0, 100)],
    [server, part(200, 303) + done(3)],
  ])
  const { name, have, need, frame } = c!.pending.server!
  assert.deepEqual(
    { name, have, need, frame },
    { name: 'certificate', have: 207, need: 307, frame: 3 },
  )
  assert.deepEqual(c?.missing, { client: 0, server: 0 })
})

test('the same lost in a handshake that went on: the capture lacks it, the peer does not', () => {
  const events = handshake()
  const part = record(22, fragment(11, 9, certificateBody, 0, 100))
  events[3] = [server, serverHello() + part + done(2)]
  const [c] = follow(events)
  assert.equal(c?.pending.server, null)
  assert.deepEqual(c.missing, { client: 0, server: 203 })
})

test('a flight sent again is marked, and counted until it is answered', () => {
  const silent = follow([
    [client, hello()],
    [client, hello()],
    [client, hello()],
  ])[0]
  assert.deepEqual(ladderOf(silent), [
    '1 client client_hello',
    '2 client client_hello again',
    '3 client client_hello again',
  ])
  assert.deepEqual(silent?.datagram?.retransmittedFlights, { client: 2, server: 0 })
  const answered = follow([
    [client, hello()],
    [client, hello()],
    [server, verify()],
  ])[0]
  assert.deepEqual(answered?.datagram?.retransmittedFlights, { client: 0, server: 0 })
})

test('a Finished sent again is no renegotiation: it is left out of the records', () => {
  const last = () => keyExchange(1) + changeCipher() + finished()
  const [c] = follow([
    [client, hello()],
    [server, serverHello(0) + done(1)],
    [client, last()],
    [client, last()],
  ])
  assert.deepEqual(ladderOf(c).slice(3), [
    '3 client client_key_exchange',
    '3 client change_cipher_spec',
    '3 client encrypted',
    '4 client client_key_exchange again',
    '4 client change_cipher_spec again',
  ])
  assert.equal(c?.records.filter((r) => r?.encrypted).length, 1)
})

test('cookies that never satisfy are counted', () => {
  const round = (n: number): Sent[] => [
    [client, hello(n, n === 0 ? '' : `0${n}`)],
    [server, verify(0, `0${n + 1}`)],
  ]
  const [c] = follow([...round(0), ...round(1), ...round(2)])
  assert.equal(c?.datagram?.cookies, 3)
  assert.ok(!ladderOf(c).some((line) => line.includes('again')))
})

test('alerts: in clear they are read, under an epoch they are not', () => {
  const [clear] = follow([
    [client, hello()],
    [server, record(21, '0228')],
  ])
  assert.deepEqual(ladderOf(clear), ['1 client client_hello', '2 server handshake_failure'])
  assert.deepEqual(clear?.messages[1]?.spans, [{ frame: 2, offset: 42 + 13, length: 2 }])
  const [sealed] = follow([...handshake(), [client, record(21, 'aa'.repeat(26), 1)]])
  const alert = sealed?.messages.at(-1)
  assert.deepEqual([alert?.kind, alert?.name, alert?.encrypted], ['alert', 'encrypted', true])
})

test('DTLS 1.3: epochs tell the handshake from data without keys', () => {
  const choice = '002b0002fefc'
  const hello13 = message(
    2,
    0,
    `${serverHelloBody.replace('c02f', '1301')}${hexOf(choice.length / 2, 2)}${choice}`,
  )
  const sealed = (epoch: number, length: number) =>
    `${hexOf(0x2c + epoch, 1)}0001${hexOf(length, 2)}${'5e'.repeat(length)}`
  const [c] = follow([
    [client, hello()],
    [server, hello13 + sealed(2, 60) + sealed(2, 300)],
    [client, sealed(2, 60)],
    [server, sealed(3, 35)],
  ])
  assert.deepEqual(ladderOf(c), [
    '1 client client_hello',
    '2 server server_hello',
    '2 server encrypted',
    '2 server encrypted',
    '3 client encrypted',
    '4 server application_data',
  ])
  assert.equal(c?.established, true)
  const rejected = follow([
    [client, hello()],
    [server, hello13 + sealed(2, 300)],
    [client, sealed(2, 19)],
  ])[0]
  assert.equal(rejected?.established, false)
})

test('connection IDs that the hellos agreed on stand before the length', () => {
  const ids = (id: string) => `0036${hexOf(id.length / 2 + 1, 2)}${hexOf(id.length / 2, 1)}${id}`
  const withId = (id: string, length: number) =>
    `19fefd0001${hexOf(7, 6)}${id}${hexOf(length, 2)}${'1d'.repeat(length)}`
  const answer = ids('bbbbbb')
  const [c] = follow([
    [client, message(1, 0, helloBody('11', '', ids('aa')))],
    [server, message(2, 0, `${serverHelloBody}${hexOf(answer.length / 2, 2)}${answer}`) + done(1)],
    [client, withId('bbbbbb', 50)],
    [server, withId('aa', 70)],
  ])
  assert.deepEqual(
    c?.records.slice(-2).map((r) => [r?.from, r?.type, r?.length]),
    [
      ['client', 25, 50],
      ['server', 25, 70],
    ],
  )
  assert.deepEqual(c.garbage, [])
})

test('DTLS behind STUN, in ChannelData and in a Data indication', () => {
  const stun = `000100002112a442${'00'.repeat(12)}`
  const inner = hello()
  const channel = `4000${hexOf(inner.length / 2, 2)}${inner}`
  const padding = '00'.repeat((4 - ((inner.length / 2) % 4)) % 4)
  const attribute = `0013${hexOf(inner.length / 2, 2)}${inner}${padding}`
  const indication = `0017${hexOf(attribute.length / 2, 2)}2112a442${'00'.repeat(12)}${attribute}`
  for (const carried of [inner, channel, indication, `01000000${inner}`]) {
    const [c] = follow([
      [client, stun],
      [client, carried],
    ])
    assert.deepEqual(ladderOf(c), ['2 client client_hello'])
  }
})

test('the server that sends first is turned round when its hello comes', () => {
  const [c] = follow([
    [client, serverHello()],
    [server, hello(1, 'c0')],
  ])
  assert.equal(c?.server.address, '192.0.2.1')
  assert.deepEqual(ladderOf(c), ['1 server server_hello', '2 client client_hello'])
  assert.deepEqual(c.datagram?.datagrams, { client: 1, server: 1 })
})

test('another hello on the same ports after the end is another conversation', () => {
  const events = [...handshake(), [client, hello(0, '', '33')] as const]
  const conversations = follow(events)
  assert.equal(conversations.length, 2)
  assert.deepEqual(ladderOf(conversations[1]), ['9 client client_hello'])
  assert.notEqual(conversations[0]?.id, conversations[1]?.id)
  assert.equal(follow([...handshake(), [client, hello()]]).length, 1)
})

test('the middle of an association is taken up', () => {
  const [c] = follow([
    [client, data()],
    [server, data()],
  ])
  assert.equal(c?.midstream, true)
  assert.deepEqual(c.applicationRecords, { client: 1, server: 1 })
})

const strangers: [what: string, datagram: string][] = [
  ['RTP', `80e0${'00'.repeat(160)}`],
  ['a record that ends before the datagram does', `${hello()}00`],
  ['TLS over TCP', '16030100050100000100'],
  [
    'a handshake record whose fragment is longer than its message',
    record(22, `0100000100000000000000ff${'00'.repeat(255)}`),
  ],
]
for (const [what, datagram] of strangers) {
  test(`is no DTLS: ${what}`, () => assert.deepEqual(follow([[client, datagram]]), []))
}

test('wherever a datagram is cut, nothing is thrown and no message is invented', () => {
  const whole = bytesOf(serverHello(0) + done(1))
  const lengthOfFirst = 13 + 12 + serverHelloBody.length / 2
  for (let kept = 0; kept < whole.length; kept++) {
    const [c] = follow([[server, whole]], { cut: whole.length - kept })
    const told = ladderOf(c).map((line) => line.split(' ')[2])
    assert.deepEqual(told, kept < lengthOfFirst ? [] : ['server_hello'], `cut after ${kept}`)
  }
})

test('any byte changed: never a throw', () => {
  const whole = bytesOf(hello() + changeCipher() + finished())
  for (let at = 0; at < whole.length; at++) {
    const changed = whole.slice()
    changed[at]! ^= 0xff
    assert.doesNotThrow(() =>
      follow([
        [client, whole],
        [client, changed],
        [server, changed],
      ]),
    )
  }
})
