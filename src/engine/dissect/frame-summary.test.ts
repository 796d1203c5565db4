import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSample, rowsOf } from '../../../test/samples.ts'
import { writePcap } from '../capture/write-pcap.ts'
import { fromHex } from '../wire/hex.ts'

const story = readSample('bad-client-certificate.cap')
const ours = rowsOf(story)
const old = rowsOf(story, { netmon: 'old' })
const modern = rowsOf(story, { netmon: 'new' })

const request = (place: string, bytes: string): string =>
  `CertificateRequest (${place} of 5, bytes ${bytes} of 6315)`
const layer = 'TLS Rec Layer'

/** What Network Monitor showed in the story is `old`. */
const frames: [number: number, ours: string, old: string, modern: string][] = [
  [
    7,
    'ClientHello (SSL 2.0 form): up to TLS 1.0, 12 cipher suites',
    'SSL:SSLv2RecordLayer, ClientHello(0x01)',
    'SSL:SSLv2RecordLayer, ClientHello(0x01)',
  ],
  [
    9,
    'ServerHello: TLS 1.0, TLS_RSA_WITH_AES_128_CBC_SHA; Certificate (part 1 of 2, bytes 0 to 1389 of 1694)',
    'SSL: Server Hello. Certificate.',
    `TLS:${layer}-1 HandShake: Server Hello.; ${layer}-2 HandShake: Certificate.`,
  ],
  [
    12,
    `Certificate (last part of 2, bytes 1389 to 1694 of 1694); ${request('part 1', '0 to 1150')}`,
    'SSL:Continued Data: 1460 Bytes',
    'TLS:Continued Data: 1460 Bytes',
  ],
  [
    13,
    request('part 2', '1150 to 2610'),
    'SSL:Continued Data: 1460 Bytes',
    'TLS:Continued Data: 1460 Bytes',
  ],
  [
    18,
    request('part 3', '2610 to 4070'),
    'SSL:Continued Data: 1460 Bytes',
    'TLS:Continued Data: 1460 Bytes',
  ],
  [
    22,
    request('part 4', '4070 to 5530'),
    'SSL:Continued Data: 1460 Bytes',
    'TLS:Continued Data: 1460 Bytes',
  ],
  [
    27,
    `${request('last part', '5530 to 6315')}; ServerHelloDone`,
    'SSL: Encrypted Handshake Message.',
    `TLS:${layer}-1 HandShake: Encrypted Handshake Message.`,
  ],
  [
    30,
    'Certificate: 1 certificate; ClientKeyExchange; CertificateVerify; ChangeCipherSpec; Encrypted handshake message: 52 bytes',
    'SSL: Certificate. Client Key Exchange. Certificate Verify. Change Cipher Spec. Encrypted Handshake Message.',
    `TLS:${layer}-1 HandShake: Certificate.; ${layer}-2 HandShake: Client Key Exchange.; ${layer}-3 HandShake: Certificate Verify.; ${layer}-4 Change Cipher Spec; ${layer}-5 HandShake: Encrypted Handshake Message.`,
  ],
  [
    32,
    'Alert: fatal bad_certificate (42)',
    'SSL: Encrypted Alert.',
    `TLS:${layer}-1 Encrypted Alert`,
  ],
]
for (const [number, ...texts] of frames)
  test(`summary: frame ${number} of the story, in our words and in Network Monitor's`, () => {
    const told = [ours, old, modern].map((rows) => rows[number - 1]?.description)
    assert.deepEqual(told, texts)
    assert.equal(ours[number - 1]?.protocols.at(-1), 'TLS')
  })

test('summary: the other frames of the story have no TLS', () => {
  const told = new Set(frames.map(([number]) => number))
  assert.equal(ours.length, 38)
  for (const { number, tls, protocols } of ours)
    if (!told.has(number)) assert.deepEqual([tls, protocols.includes('TLS')], [null, false])
})

test('summary: frame 32 in full', () => {
  const { number, source, destination, protocols, ports, tcp, tls, length, wholeLength } = ours[31]!
  assert.deepEqual(
    [number, source, destination, length, wholeLength],
    [32, '10.244.64.15', '10.51.2.231', 61, 61],
  )
  assert.deepEqual(protocols, ['Ethernet', 'IPv4', 'TCP', 'TLS'])
  assert.deepEqual(ports, { source: 5443, destination: 1100 })
  assert.deepEqual([tcp?.payloadLength, tcp?.flags, tcp?.retransmit], [7, 0x18, false])
  assert.deepEqual(tls, {
    conversation: tls?.conversation,
    messages: ['bad_certificate'],
    handshakeTypes: [],
    alerts: [42],
    serverName: null,
  })
})

test('summary: times count from the first frame, and from the one before', () => {
  assert.deepEqual([ours[0]?.offset, ours[0]?.delta], [0, 0])
  for (const [i, row] of ours.entries())
    if (i > 0) assert.ok(Math.abs(row.offset - ours[i - 1]!.offset - row.delta) < 1e-6)
})

const macs = '001e680f3e80 0030487e1b90'
const segment = (seq: string, flags: string, payload: string): string =>
  `${macs} 0800 4500 00${(40 + payload.length / 2).toString(16)} 139e 4000 3d06 0000 0af4400f 0a3302e7` +
  `1543044c ${seq} 00000001 50${flags} faf0 0000 0000 ${payload}`
const frame = (bytes: string) => {
  const captured = fromHex(bytes)
  return { seconds: 1, nanos: 0, linkType: 1, wholeLength: captured.length, bytes: captured }
}

const capture = writePcap(
  [
    segment('00000001', '02', ''),
    segment('00000001', '02', ''),
    segment('00000002', '18', '6869'),
    segment('00000004', '10', ''),
    segment('00000002', '18', '6869'),
    `${macs} 0806 0001 0800 0604 0001 0030487e1b90 0a3302e7 000000000000 0af4400f`,
    `${macs} 0800 4500 001e 0001 0000 4011 0000 0af4400f 0a3302e7 0035 c001 000a 0000 6869`,
  ].map(frame),
)

test('summary: segments that were sent before are marked with their first frame', () => {
  const told = (rows: typeof ours): string[] =>
    rows.map(({ description }) => description.split('Flags=')[0]!)
  assert.deepEqual(told(rowsOf(capture)).slice(0, 5), [
    '',
    'retransmission of frame 1: ',
    '',
    '',
    'retransmission of frame 3: ',
  ])
  assert.deepEqual(told(rowsOf(capture, { netmon: 'old' })).slice(0, 5), [
    'TCP:',
    'TCP:[SynReTransmit #1]',
    'TCP:',
    'TCP:',
    'TCP:[ReTransmit #3]',
  ])
  const marks = rowsOf(capture).map(({ tcp }) => [tcp?.synRetransmit, tcp?.retransmit])
  assert.deepEqual(marks[1], [true, false])
  assert.deepEqual(marks[4], [false, true])
})

test('summary: frames of other protocols', () => {
  const [arp, udp] = rowsOf(capture).slice(5)
  assert.equal(arp?.source, '00-30-48-7E-1B-90')
  assert.deepEqual(arp.protocols, ['Ethernet', 'ARP'])
  assert.equal(arp.description, 'ARP, 42 bytes')
  assert.deepEqual(udp?.protocols, ['Ethernet', 'IPv4', 'UDP'])
  assert.equal(udp.description, 'SrcPort=53, DstPort=49153, PayloadLen=2')
})
