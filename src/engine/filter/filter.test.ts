import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FrameRow } from '../dissect/frame-row.ts'
import { fields, protocolNames } from './fields.ts'
import { compileFilter } from './filter.ts'

/** The story's frame 32, as the frame summary tells it. */
const alert: FrameRow = {
  number: 32,
  time: { seconds: 1_247_566_353, nanos: 338_410_000 },
  offset: 0.233_41,
  delta: 0.1233,
  length: 61,
  wholeLength: 61,
  source: '10.244.64.15',
  destination: '10.51.2.231',
  protocols: ['Ethernet', 'IPv4', 'TCP', 'TLS'],
  description: 'Alert: fatal bad_certificate (42)',
  ip: {
    version: 4,
    source: '10.244.64.15',
    destination: '10.51.2.231',
    timeToLive: 57,
    identification: 0x1234,
  },
  ports: { source: 5443, destination: 1100 },
  tcp: {
    seq: 3_885_171_788,
    ack: 98,
    flags: 0x18,
    window: 65_535,
    payloadLength: 7,
    retransmit: false,
    synRetransmit: false,
  },
  tls: {
    conversation: 2,
    messages: ['certificate', 'bad_certificate'],
    handshakeTypes: [11],
    alerts: [42],
    serverName: 'Shop.Example',
  },
  bytes: Uint8Array.of(0xe7, 0x15, 0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x2a),
}

const arp: FrameRow = {
  ...alert,
  number: 1,
  offset: 0,
  delta: 0,
  source: '00-0A-0B-0C-0D-0E',
  destination: 'FF-FF-FF-FF-FF-FF',
  protocols: ['Ethernet', 'ARP'],
  ip: null,
  ports: null,
  tcp: null,
  tls: null,
}

const again: FrameRow = {
  ...alert,
  tcp: { ...alert.tcp!, flags: 0x02, retransmit: false, synRetransmit: true, payloadLength: 0 },
  tls: null,
  protocols: ['Ethernet', 'IPv6', 'TCP'],
  ip: { version: 6, source: '2001:db8::1', destination: '::1', timeToLive: 64, identification: 0 },
}

const true_ = [
  '',
  '  ',
  'frame',
  'Frame',
  'SSL',
  'tls',
  '.Protocol.TLS',
  'Protocol.SSL',
  'ip and ipv4 and eth and ethernet and tcp',
  '!ARP',
  'not (arp or udp)',
  'ARP or TLS',
  'TCP.Port == 5443',
  'TCP.Port == 1100',
  'tcp.srcport eq 5443',
  'TCP.DstPort == 0x44c',
  'tcp.port != 80',
  // A pair is unequal where one of its values is: as in Network Monitor.
  'tcp.port != 5443',
  'IPv4.Address == 10.51.2.231',
  'Frame.Ethernet.IPv4.Address == 10.51.2.231',
  'Ethernet.IPv4.SourceAddress == 10.244.64.15',
  'ip.addr == 10.51.0.0/16',
  'ip.src == 10.0.0.0/8',
  'ip.dst == 0.0.0.0/0',
  'ip.src == 10.244.64.15/32',
  'ip.src != 10.51.0.0/16',
  'ip.ttl >= 57 and ip.ttl <= 57',
  'ip.ttl lt 58 and ip.ttl gt 56',
  'ip.id == 0x1234',
  'tcp.len == 7',
  'tcp.flags & 0x10',
  'tcp.flags & 0x18 == 0x18',
  'TCP.Flags.Push and TCP.Flags.Ack == 1',
  '!tcp.flags.syn',
  'tcp.flags.reset == 0',
  'tcp.seq > 3000000000',
  'Property.TCPRetransmit == 0',
  'FrameVariable.FrameNumber == 31',
  'frame.number == 32',
  'frame.len == 61 and frame.cap_len == 61',
  'FrameVariable.TimeDelta == 1233000',
  'frame.time_relative > 0.2',
  'tls.alert == 42',
  'tls.alert == bad_certificate',
  'tls.alert == BAD_CERTIFICATE',
  'tls.alert.description == "bad_certificate"',
  'tls.alert_message == 0x2A',
  'tls.alert_message.desc == 42',
  'tls.handshake.type == 11',
  'tls.handshake.extensions_server_name contains "shop"',
  'tls.alert',
  'tls.conversation == 2',
  'tls.message == bad_certificate',
  'tls.servername contains "example"',
  'tls.serverName == shop.example',
  'Description.contains("FATAL")',
  'contains(Source, "244")',
  'ProtocolName == tls',
  'ContainsBin(FrameData, HEX, "15 03 01 00 02 02 2A")',
  'ContainsBin(FrameData, HEX, "2A")',
]
for (const text of true_)
  test(`filter: shows the alert for ${text === '' ? 'nothing' : text}`, () => {
    assert.equal(compileFilter(text)(alert), true)
  })

const false_ = [
  'arp',
  '!tls',
  'DTLS',
  'quic',
  'TLS and ARP',
  'TCP.Port == 443',
  'udp.port == 5443',
  'ip.addr == 10.52.0.0/16',
  'ip.src != 10.0.0.0/8',
  'ip.src == 10.244.64.15/33',
  'ipv6.addr == 10.51.2.231',
  'tcp.flags & 0x02',
  'tcp.flags.syn',
  'tls.alert == 40',
  'tls.servername == example',
  'ContainsBin(FrameData, HEX, "15 03 02")',
  // Runs past the end of the frame.
  'ContainsBin(FrameData, HEX, "2A 00")',
  'tcp.analysis.retransmission',
]
for (const text of false_)
  test(`filter: hides the alert for ${text}`, () => {
    assert.equal(compileFilter(text)(alert), false)
  })

test('filter: a frame without the field is neither equal nor unequal', () => {
  for (const text of ['tcp.port == 1', 'tcp.port != 1', 'ip.addr', 'tls.alert', 'tcp.seq < 1'])
    assert.equal(compileFilter(text)(arp), false, text)
  assert.equal(compileFilter('ARP and Source == 00-0a-0b-0c-0d-0e')(arp), true)
})

test('filter: retransmissions and IPv6', () => {
  for (const text of [
    'tcp.analysis.retransmission',
    'Property.TCPSynRetransmit == 1',
    'ipv6',
    'IPv6.Address == ::1',
    'ipv6.addr == 2001:db8::1',
    'ip.addr == ::1',
    'tcp.flags.syn and !ip',
  ])
    assert.equal(compileFilter(text)(again), true, text)
})

for (const name of [...Object.keys(fields), ...protocolNames])
  test(`filter: ${name} answers for every kind of frame`, () => {
    const filter = compileFilter(name)
    for (const row of [alert, arp, again]) assert.equal(typeof filter(row), 'boolean')
  })

const unknown: [text: string, message: RegExp][] = [
  ['tcp.prot == 1', /"tcp\.prot"; did you mean tcp\.port\?$/],
  ['TSL', /^no field or protocol of a frame is called "TSL"/],
  ['zzzzzz', /^no field or protocol of a frame is called "zzzzzz"$/],
  ['tls == 1', /is called "tls"/],
  ['constructor', /is called "constructor"/],
  ['toString == 1', /is called "toString"/],
  ['__proto__ == 1', /is called "__proto__"/],
]
for (const [text, message] of unknown)
  test(`filter: refuses the name in ${text}`, () => {
    assert.throws(() => compileFilter(text), { name: 'UsageError', message })
  })
