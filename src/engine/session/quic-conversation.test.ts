// The packets of RFC 9001 appendix A, sealed again from their plaintext, and connections made of the same parts.

import { ecb, gcm } from '@noble/ciphers/aes.js'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expandLabel } from '../crypto/hkdf.ts'
import { hex } from '../crypto/octets.ts'
import { initialSecrets } from '../crypto/quic-keys.ts'
import { initialProtection } from '../quic/version.ts'
import { QuicPaths, type QuicHome } from './quic-paths.ts'
import { bytesOf, follow, hexOf, ladderOf } from './datagram-trial.test.ts'

const id = '8394c8f03e515708'
const clientHello =
  '010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c00000413011302010000' +
  'c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d0017001800100007000504616c70' +
  '6e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce15d43e994' +
  'ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c000240010039003204' +
  '08ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806048000ffff'
const serverHello =
  '020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a1200130100002e00330024' +
  '001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00020304'
const crypto = (offset: number, data: string) =>
  `06${varint(offset)}${varint(data.length / 2)}${data}`

function varint(value: number): string {
  return value < 64 ? hexOf(value, 1) : hexOf(value + 0x4000, 2)
}

interface Sealing {
  readonly version?: number
  /** The connection ID that the keys are made of. */
  readonly keyId?: string
  readonly destination?: string
  readonly source?: string
  readonly token?: string
  readonly number?: number
  /** A Handshake packet under this secret, instead of an Initial. */
  readonly secret?: Uint8Array
  /** Bytes that the payload is padded to. */
  readonly padded?: number
}

/** A whole packet with a long header. Type bits of version 2 are 1, of the others 0. */
function sealInitial(from: 'client' | 'server', frames: string, options: Sealing = {}): Uint8Array {
  const { version = 1, keyId = id, number = 0, token = '', padded = 0 } = options
  const {
    destination = from === 'client' ? id : '',
    source = from === 'client' ? '' : 'f067a5502a4262b5',
  } = options
  const { salt, labels } = initialProtection(version)!
  const secret = options.secret ?? initialSecrets(salt, bytesOf(keyId))[from]
  const key = expandLabel('sha256', secret, labels.key, 16)
  const iv = expandLabel('sha256', secret, labels.iv, 12)
  const hp = expandLabel('sha256', secret, labels.hp, 16)
  const payload = bytesOf(frames.padEnd(2 * padded, '0'))
  const type = version === 0x6b3343cf ? 0xd0 : options.secret ? 0xe0 : 0xc0
  const ids = `${hexOf(destination.length / 2, 1)}${destination}${hexOf(source.length / 2, 1)}${source}`
  const length = hexOf(0x4000 + payload.length + 16 + 4, 2)
  const tokenPart = options.secret ? '' : `${varint(token.length / 2)}${token}`
  const header = bytesOf(
    `${hexOf(type + 3, 1)}${hexOf(version, 4)}${ids}${tokenPart}${length}${hexOf(number, 4)}`,
  )
  const nonce = iv.slice()
  for (let i = 0; i < 4; i++) nonce[8 + i]! ^= (number >>> (24 - 8 * i)) & 0xff
  const sealed = gcm(key, nonce, header).encrypt(payload)
  const mask = ecb(hp, { disablePadding: true }).encrypt(sealed.slice(0, 16))
  const packet = new Uint8Array(header.length + sealed.length)
  packet.set(header)
  packet.set(sealed, header.length)
  packet[0]! ^= mask[0]! & 0x0f
  for (let i = 0; i < 4; i++) packet[header.length - 4 + i]! ^= mask[1 + i]!
  return packet
}

const hello = sealInitial('client', crypto(0, clientHello), { number: 2, padded: 1162 })
const answer = sealInitial('server', `02000000000600405a${serverHello}`, { number: 1 })
const short = (length: number) => `40${'5a'.repeat(length - 1)}`

test('client Initial of RFC 9001 A.2: sealed as printed there, and read', () => {
  assert.equal(hex(hello).slice(0, 36), 'c000000001088394c8f03e5157080000449e')
  assert.equal(hex(hello).slice(-32), 'e221af44860018ab0856972e194cd934')
  const [c] = follow([[0, hello]])
  assert.equal(c?.protocol, 'quic')
  assert.deepEqual(ladderOf(c), ['1 client client_hello'])
  const message = c.messages[0]!
  assert.equal(hex(message.bytes!), clientHello)
  assert.equal(message.decrypted, true)
  assert.deepEqual(message.spans, [{ frame: 1, offset: 42, length: 1200 }])
  assert.deepEqual(c.datagram?.offeredVersions, [1])
})

test('both sides, whichever the capture has first', () => {
  const [c] = follow([
    [0, hello],
    [1, answer],
  ])
  assert.deepEqual(ladderOf(c), ['1 client client_hello', '2 server server_hello'])
  assert.equal(c?.established, false)
})

test('version 2 has other types, salt and labels', () => {
  const version = 0x6b3343cf
  const [c] = follow([
    [0, sealInitial('client', crypto(0, clientHello), { version, padded: 1162 })],
  ])
  assert.deepEqual(ladderOf(c), ['1 client client_hello'])
})

test('a hello in pieces, out of order, over several datagrams', () => {
  const half = clientHello.slice(0, 200)
  const rest = clientHello.slice(200)
  const [c] = follow([
    [0, sealInitial('client', crypto(100, rest), { number: 0, padded: 1162 })],
    [0, sealInitial('client', crypto(0, half), { number: 1, padded: 1162 })],
  ])
  assert.deepEqual(ladderOf(c), ['2 client client_hello'])
  assert.deepEqual(
    c?.messages[0]?.frames.toSorted((a, b) => a - b),
    [1, 2],
  )
})

test('half a hello is pending, not a message', () => {
  const [c] = follow([
    [0, sealInitial('client', crypto(0, clientHello.slice(0, 200)), { padded: 1162 })],
  ])
  assert.deepEqual(ladderOf(c), [])
  assert.equal(c?.pending.client?.name, 'client_hello')
  assert.equal(c.pending.client.have, 100)
  assert.equal(c.pending.client.need, clientHello.length / 2)
})

test('a hello sent again is counted until it is answered', () => {
  const again = sealInitial('client', crypto(0, clientHello), { number: 3, padded: 1162 })
  const unanswered = follow([
    [0, hello],
    [0, again],
  ])[0]
  assert.equal(unanswered?.datagram?.retransmittedFlights.client, 1)
  const answered = follow([
    [0, hello],
    [0, again],
    [1, answer],
  ])[0]
  assert.equal(answered?.datagram?.retransmittedFlights.client, 0)
})

test('after a Retry the keys are made of the ID that the server gave', () => {
  const retry = 'ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba'
  const keyId = 'f067a5502a4262b5'
  const [c] = follow([
    [0, hello],
    [1, retry],
    [
      0,
      sealInitial('client', crypto(0, clientHello), {
        keyId,
        destination: keyId,
        token: '746f6b656e',
        number: 3,
        padded: 1162,
      }),
    ],
    [1, sealInitial('server', crypto(0, serverHello), { keyId })],
  ])
  assert.equal(c?.datagram?.cookies, 1)
  assert.equal(c.datagram.retransmittedFlights.client, 0)
  assert.deepEqual(ladderOf(c), ['1 client client_hello', '4 server server_hello'])
})

const retries: [version: string, number: number, retry: string][] = [
  ['1', 1, 'ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba'],
  ['2', 0x6b3343cf, 'cf6b3343cf0008f067a5502a4262b5746f6b656ec8646ce8bfe33952d955543665dcc7b6'],
]
for (const [name, version, retry] of retries) {
  test(`a Retry of version ${name} counts with the right tag only`, () => {
    const first = sealInitial('client', crypto(0, clientHello), { version, padded: 1162 })
    const facts = (packet: string) =>
      follow([
        [0, first],
        [1, packet],
      ])[0]!.datagram!
    assert.deepEqual([facts(retry).cookies, facts(retry).wrongRetry], [1, null])
    const forged = retry.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    const { cookies, wrongRetry } = facts(forged)
    assert.equal(cookies, 0)
    assert.equal(wrongRetry?.frame, 2)
    assert.equal(hex(wrongRetry.tag), forged.slice(-32))
    assert.equal(wrongRetry.span.length, 16)
    // Whose first packet the capture lacks cannot be checked.
    const alone = follow([
      [1, forged],
      [0, first],
    ])[0]?.datagram
    assert.deepEqual([alone?.cookies, alone?.wrongRetry], [1, null])
  })
}

test('a Retry is not held against the answer to one that the capture lacks', () => {
  const [, , retry] = retries[0]!
  const keyId = 'f067a5502a4262b5'
  const second = { keyId, destination: keyId, token: '746f6b656e', padded: 1162 }
  const [c] = follow([
    [0, sealInitial('client', crypto(0, clientHello), second)],
    [1, retry],
  ])
  assert.deepEqual([c?.datagram?.cookies, c?.datagram?.wrongRetry], [1, null])
})

test('a genuine Retry behind a wrong one still counts', () => {
  const [, , retry] = retries[0]!
  const [c] = follow([
    [0, hello],
    [1, retry.replace(/^ff/, 'fe')],
    [1, retry],
  ])
  assert.equal(c?.datagram?.cookies, 1)
  assert.equal(c.datagram.wrongRetry?.frame, 2)
})

test('a refusal in an Initial packet is an alert', () => {
  const reason = '6e6f'
  const [c] = follow([
    [0, hello],
    [1, sealInitial('server', `1c4178000${reason.length / 2}${reason}`, { padded: 32 })],
  ])
  assert.deepEqual(ladderOf(c), ['1 client client_hello', '2 server no_application_protocol'])
  const alert = c?.messages[1]
  assert.deepEqual([alert?.kind, alert?.level, alert?.code], ['alert', 2, 120])
  assert.deepEqual([alert?.decrypted, alert?.encrypted], [true, false])
  assert.equal(c?.datagram?.closes[0]?.reason, 'no')
})

test('a close that is no TLS alert stays a close', () => {
  const [c] = follow([
    [0, hello],
    [1, sealInitial('server', '1c0200' + '00', { padded: 32 })],
  ])
  assert.deepEqual(ladderOf(c), ['1 client client_hello'])
  assert.deepEqual(
    c?.datagram?.closes.map(({ from, code, application }) => ({ from, code, application })),
    [{ from: 'server', code: 2, application: false }],
  )
})

test('version negotiation, and another hello in the version that was chosen', () => {
  const reserved = `c0babababa08${id}00${'00'.repeat(1190)}`
  const [c] = follow([
    [0, reserved],
    [1, `800000000000 08${id} 00000001 6b3343cf`],
    [0, hello],
  ])
  assert.deepEqual(c?.datagram?.versionNegotiation?.versions, [1, 0x6b3343cf])
  assert.deepEqual(c.datagram.offeredVersions, [0xbabababa, 1])
  assert.deepEqual(ladderOf(c), ['3 client client_hello'])
})

test('established once both sides send short headers; handshake packets are told as sealed', () => {
  const handshake = (from: 0 | 1) => {
    const ids = from === 0 ? '08f067a5502a4262b500' : '0008f067a5502a4262b5'
    return `e000000001${ids}4040${'77'.repeat(64)}`
  }
  const [c] = follow([
    [0, hello],
    [1, hex(answer) + handshake(1)],
    [0, handshake(0) + short(30)],
    [1, short(40)],
  ])
  assert.deepEqual(ladderOf(c), [
    '1 client client_hello',
    '2 server server_hello',
    '2 server encrypted',
    '3 client encrypted',
    '3 client application_data',
    '4 server application_data',
  ])
  assert.equal(c?.established, true)
  assert.deepEqual(c.applicationRecords, { client: 1, server: 1 })
  assert.deepEqual(
    c.records.map((record) => record?.encrypted),
    [false, false, true, true, true, true],
  )
})

const secrets = { client: new Uint8Array(32).fill(0xc5), server: new Uint8Array(32).fill(0x5e) }
const random = clientHello.slice(12, 76)
const keyLog = `CLIENT_HANDSHAKE_TRAFFIC_SECRET ${random} ${hex(secrets.client)}
SERVER_HANDSHAKE_TRAFFIC_SECRET ${random} ${hex(secrets.server)}
`

test('with a key log the rest of the handshake is read, and the refusal in it is an alert', () => {
  const flight = '080000020000' + '0b000004' + '00000000'
  const sent = [
    [0, hello],
    [1, hex(answer) + hex(sealInitial('server', crypto(0, flight), { secret: secrets.server }))],
    [0, sealInitial('client', '1c412a0600', { secret: secrets.client, padded: 32 })],
  ] as const
  const [c] = follow(sent, { keyLog })
  assert.deepEqual(ladderOf(c), [
    '1 client client_hello',
    '2 server server_hello',
    '2 server encrypted_extensions',
    '2 server certificate',
    '3 client bad_certificate',
  ])
  assert.equal(c?.keys.match, 'found')
  assert.deepEqual(ladderOf(follow(sent)[0]).slice(2), ['2 server encrypted', '3 client encrypted'])
})

test('early data is counted, and is no sign that the handshake went well', () => {
  const early = `d00000000108${id}004040${'66'.repeat(64)}`
  const [c] = follow([[0, hex(hello) + early]])
  assert.equal(c?.datagram?.earlyPackets, 1)
  assert.deepEqual(c.applicationRecords, { client: 0, server: 0 })
})

test('Google QUIC is named, and is no TLS', () => {
  const [c] = follow([[0, `09${'11'.repeat(8)}51303433${'00'.repeat(40)}`]])
  assert.equal(c?.protocol, null)
  assert.match(c.preface[0]!.text, /^Google Q043/)
})

const serverId = 'f067a5502a4262b5'
const moving = (id: string, length = 40) => `40${id}${'5a'.repeat(length)}`

test('a client that goes on from another address is the same conversation', () => {
  const all = follow([
    [0, hello],
    [1, answer],
    [0, moving(serverId), 50_001],
    [1, short(40), 50_001],
    [0, moving(serverId)],
  ])
  assert.equal(all.length, 1)
  const [c] = all
  assert.deepEqual(ladderOf(c), [
    '1 client client_hello',
    '2 server server_hello',
    '3 client application_data',
    '4 server application_data',
  ])
  assert.equal(c?.established, true)
  assert.deepEqual(c.client, { address: '192.0.2.1', port: 50_000 })
  assert.deepEqual(c.datagram?.datagrams, { client: 3, server: 2 })
  assert.equal(c.datagram.moved?.frame, 3)
  assert.deepEqual(c.datagram.moved.to, { address: '192.0.2.1', port: 50_001 })
  assert.deepEqual(c.datagram.moved.span, { frame: 3, offset: 42, length: 49 })
})

test('it may move amid the handshake, too', () => {
  const handshake = `e00000000108${serverId}004040${'77'.repeat(64)}`
  const all = follow([
    [0, hello],
    [1, answer],
    [0, handshake, 50_001],
  ])
  assert.equal(all.length, 1)
  assert.deepEqual(ladderOf(all[0]).at(-1), '3 client encrypted')
})

test('the ID that a server gives later is known with keys', () => {
  const later = 'aabbccddeeff0011'
  const given = `1801000${later.length / 2}${later}${'99'.repeat(16)}`
  const sent = [
    [0, hello],
    [1, hex(answer) + hex(sealInitial('server', given, { secret: secrets.server, padded: 40 }))],
    [0, moving(later), 50_001],
  ] as const
  assert.equal(follow(sent, { keyLog })[0]?.datagram?.moved?.frame, 3)
  assert.equal(follow(sent)[0]?.datagram?.moved, null)
})

const strangers: [what: string, ...string[]][] = [
  ['with another ID', moving('f067a5502a4262b6')],
  ['whose ID is cut', `40${serverId.slice(0, 14)}`],
  ['without the fixed bit', `00${serverId}${'5a'.repeat(40)}`],
]
for (const [what, datagram] of strangers)
  test(`a datagram from another address ${what} is not taken for the connection's`, () => {
    const all = follow([
      [0, hello],
      [1, answer],
      [0, datagram!, 50_001],
    ])
    assert.equal(all.length, 1)
    assert.equal(all[0]?.datagram?.moved, null)
  })

test('an ID that may be chance proves nothing', () => {
  const source = '0102'
  const all = follow([
    [0, hello],
    [1, sealInitial('server', `02000000000600405a${serverHello}`, { number: 1, source })],
    [0, moving(source), 50_001],
  ])
  assert.equal(all[0]?.datagram?.moved, null)
})

test('the IDs of a connection that is over are forgotten', () => {
  const paths = new QuicPaths()
  const server = { address: '192.0.2.2', port: 443 }
  const home = { flows: 1, ids: [] } as unknown as QuicHome
  const wire = bytesOf(moving(serverId))
  paths.learn(home, server, bytesOf(serverId))
  assert.equal(paths.find(server, wire, 0, wire.length), home)
  assert.equal(paths.find({ ...server, port: 444 }, wire, 0, wire.length), null)
  paths.forget(home)
  assert.equal(paths.find(server, wire, 0, wire.length), null)
})

test('IDs are remembered up to a bound, the oldest forgotten first', () => {
  const paths = new QuicPaths()
  const server = { address: '192.0.2.2', port: 443 }
  const idOf = (n: number) => hexOf(n, 8)
  const known = (n: number) => paths.find(server, bytesOf(moving(idOf(n))), 0, 49) !== null
  for (let n = 0; n < 16_400; n++)
    paths.learn({ flows: 1, ids: [] } as unknown as QuicHome, server, bytesOf(idOf(n)))
  assert.deepEqual([known(0), known(15), known(16), known(16_399)], [false, false, true, true])
  const home = { flows: 1, ids: [] } as unknown as QuicHome
  for (let n = 20_000; n < 20_100; n++) paths.learn(home, server, bytesOf(idOf(n)))
  assert.equal(home.ids.length, 16)
})

test('what is no QUIC is given up at once', () => {
  assert.deepEqual(
    follow([
      [0, 'c0ffee00'.repeat(8)],
      [0, hello],
    ]),
    [],
  )
})

test('wherever a datagram is cut, nothing is thrown and nothing is invented', () => {
  const whole = bytesOf(hex(hello))
  for (let kept = 0; kept < whole.length; kept += kept < 64 ? 1 : 37) {
    const [c] = follow([[0, whole]], { cut: whole.length - kept })
    assert.deepEqual(ladderOf(c), [], `cut after ${kept}`)
    // From the version and the IDs on it is known for what it is.
    assert.deepEqual(c?.datagram?.offeredVersions, kept >= 7 ? [1] : undefined, `cut after ${kept}`)
  }
})

test('one flipped bit anywhere: it does not open, and the next datagram does', () => {
  for (let at = 0; at < hello.length; at += 97) {
    const changed = hello.slice()
    changed[at]! ^= 1
    const [c] = follow([
      [0, changed],
      [0, hello],
    ])
    assert.deepEqual(ladderOf(c), ['2 client client_hello'], `bit at ${at}`)
  }
})
