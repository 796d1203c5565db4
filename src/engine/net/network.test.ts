import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TcpFacts } from './facts.ts'
import type { Direction, Flow, FlowListener } from './flow.ts'
import { bytesOf, frameOf, hexOf, ip4, ip6, tcp, udp, type Ip4, type Tcp } from './frame-builder.ts'
import { Network, type NetworkOptions } from './network.ts'

const syn = 0x02
const fin = 0x11
const rst = 0x04
const ack = 0x10

/** A connection between 10.0.0.1:40000 and 10.0.0.2:443, and everything that its listener was told. */
class Line implements FlowListener {
  readonly network: Network
  readonly streams: [string, string] = ['', '']
  readonly frames: number[] = []
  readonly places: [frame: number, offset: number, length: number][] = []
  readonly gaps: [direction: number, length: number, acknowledged: boolean][] = []
  readonly ends: string[] = []
  readonly flows: Flow[] = []
  datagrams = 0
  wanted = true
  stopAfter = Infinity
  private number = 0
  private time = 0

  constructor(options?: NetworkOptions) {
    this.network = new Network(this, options)
  }

  data(...[flow, direction, bytes, from, to, origin]: Parameters<FlowListener['data']>): void {
    this.streams[direction] += hexOf(bytes.subarray(from, to))
    this.frames.push(origin.frame)
    this.places.push([origin.frame, origin.offset, to - from])
    if (this.streams[direction].length / 2 >= this.stopAfter) flow.done = true
  }

  gap(_flow: Flow, direction: Direction, length: number, acknowledged: boolean): void {
    this.streams[direction] += `<${length}>`
    this.gaps.push([direction, length, acknowledged])
  }

  datagram(): boolean {
    this.datagrams++
    return this.wanted
  }

  end(flow: Flow, reason: string): void {
    this.ends.push(reason)
    this.flows.push(flow)
  }

  wait(seconds: number): void {
    this.time += seconds
  }

  raw(hex: string, cut = 0): void {
    this.time += 0.0101
    this.network.frame(frameOf(hex, { number: ++this.number, time: this.time, cut }))
  }

  client(seq: number, payload = '', header: Tcp = {}, ip: Ip4 = {}, cut = 0): void {
    const flags = header.flags ?? 0x18
    this.raw(
      ip4(6, tcp(payload, { ...header, seq, flags }), { id: ++this.number + 1000, ...ip }),
      cut,
    )
  }

  server(seq: number, payload = '', header: Tcp = {}, ip: Ip4 = {}): void {
    const flags = header.flags ?? 0x18
    const ports = { source: 443, destination: 40000 }
    const ends = { source: '0a000002', destination: '0a000001' }
    const id = ++this.number + 1000
    this.raw(ip4(6, tcp(payload, { ...ports, ...header, seq, flags }), { id, ...ends, ...ip }))
  }

  open(clientStart = 100, serverStart = 500): void {
    this.client(clientStart, '', { flags: syn, options: '020405b4' })
    this.server(serverStart, '', { flags: syn | ack, ack: clientStart + 1, options: '02040578' })
    this.client(clientStart + 1, '', { flags: ack, ack: serverStart + 1 })
  }

  finish(): TcpFacts {
    this.network.end()
    return this.flows[0]!.tcp!
  }
}

test('a connection from SYN to both FINs', () => {
  const line = new Line()
  line.open()
  line.client(101, '010203', { ack: 501 })
  line.server(501, 'aabb', { ack: 104 })
  line.client(104, '', { flags: fin, ack: 503 })
  line.server(503, '', { flags: fin, ack: 105 })
  const { client, server, roundTrip } = line.finish()
  assert.deepEqual(line.streams, ['010203', 'aabb'])
  assert.deepEqual(line.ends, ['closed'])
  assert.deepEqual(line.flows[0]?.ends, [
    { address: '10.0.0.1', port: 40000 },
    { address: '10.0.0.2', port: 443 },
  ])
  assert.equal(line.flows[0].midstream, false)
  assert.deepEqual([client.maximumSegmentSize, server.maximumSegmentSize], [1460, 1400])
  assert.deepEqual([client.syns, server.syns], [1, 1])
  assert.deepEqual([client.acknowledged, client.sent, client.streamBytes], [3, 3, 3])
  assert.deepEqual([server.acknowledged, server.sent, server.streamBytes], [2, 2, 2])
  assert.equal(client.largestAcknowledged, 3)
  assert.ok(client.fin && server.fin && client.firstData)
  assert.ok(roundTrip !== null && roundTrip > 0.01 && roundTrip < 0.011)
})

/** mulberry32 */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

for (const seed of Array.from({ length: 200 }, (_, i) => i + 1)) {
  test(`segments in any order with overlaps give the same bytes (seed ${seed})`, () => {
    const next = random(seed)
    const whole = hexOf(Uint8Array.from({ length: 60 }, (_, i) => i + 1))
    const segments: [number, string][] = []
    for (let at = 0; at < 60; at += 5) segments.push([at, whole.slice(2 * at, 2 * at + 10)])
    for (let extra = 0; extra < 6; extra++) {
      const at = Math.floor(next() * 50)
      segments.push([at, whole.slice(2 * at, 2 * at + 2 * Math.ceil(next() * 10))])
    }
    for (let i = segments.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1))
      ;[segments[i], segments[j]] = [segments[j]!, segments[i]!]
    }
    const line = new Line()
    const start = 2 ** 32 - 20 // so that the sequence numbers wrap
    line.open(start)
    for (const [at, payload] of segments)
      line.client((start + 1 + at) % 2 ** 32, payload, { ack: 501 })
    const { client } = line.finish()
    assert.equal(line.streams[0], whole)
    assert.deepEqual(line.gaps, [])
    assert.equal(client.streamBytes, 60)
    assert.equal(client.sent, 60)
    assert.equal(client.conflicting, null)
  })
}

test('out-of-order data comes with the frame that brought it', () => {
  const line = new Line()
  line.open()
  line.client(103, '03')
  line.client(101, '0102')
  line.finish()
  const [first = 0, second = 0] = line.frames
  assert.ok(second < first)
})

test('the first copy of waiting bytes wins, and the conflict is noted', () => {
  const line = new Line()
  line.open()
  line.client(103, '0304')
  line.client(103, 'ffff')
  line.client(101, '0102')
  assert.notEqual(line.finish().client.conflicting, null)
  assert.equal(line.streams[0], '01020304')
})

test('a retransmission that changes delivered bytes is noted', () => {
  const line = new Line()
  line.open()
  line.client(101, '0102030405060708')
  line.client(101, '0102030405ff0708')
  line.client(101, '0102030405060708')
  const { client } = line.finish()
  assert.notEqual(client.conflicting, null)
  assert.equal(line.streams[0], '0102030405060708')
})

test('a hole that the peer acknowledged is the loss of the capture', () => {
  const line = new Line()
  line.open()
  line.server(501, 'aa', { ack: 101 })
  line.server(505, 'bb', { ack: 101 })
  for (let i = 0; i < 4; i++) line.client(101, '', { flags: ack, ack: 506, window: 1000 + i })
  assert.deepEqual(line.gaps, [[1, 3, true]])
  assert.equal(line.streams[1], 'aa<3>bb')
  const { server } = line.finish()
  assert.equal(server.missingAcknowledged, 3)
  assert.equal(server.missingUnacknowledged, 0)
  assert.equal(server.firstHole?.at, 1)
  assert.equal(server.streamBytes, 2)
})

test('an acknowledgement that overtook its data in the capture makes no hole', () => {
  const line = new Line()
  line.open()
  line.server(503, 'cc')
  line.client(101, '', { flags: ack, ack: 504 })
  line.server(501, 'aabb')
  line.finish()
  assert.deepEqual(line.gaps, [])
  assert.equal(line.streams[1], 'aabbcc')
})

test('a hole that nobody acknowledged is the loss of the network', () => {
  const line = new Line()
  line.open()
  line.server(501, 'aa')
  line.server(505, 'bb')
  line.client(101, '', { flags: ack, ack: 502 })
  const { server } = line.finish()
  assert.deepEqual(line.gaps, [[1, 3, false]])
  assert.equal(server.missingUnacknowledged, 3)
  assert.equal(line.streams[1], 'aa<3>bb')
})

test('acknowledged bytes after the last that was seen are missing at the end', () => {
  const line = new Line()
  line.open()
  line.client(101, '01', { ack: 501 })
  line.client(102, '', { flags: ack, ack: 600 })
  line.finish()
  assert.deepEqual(line.gaps, [[1, 99, true]])
})

test('a FIN that only its acknowledgement shows is no missing byte', () => {
  const line = new Line()
  line.open()
  line.client(101, '01')
  line.server(501, '', { flags: ack, ack: 103 })
  line.finish()
  assert.deepEqual(line.gaps, [])
})

test('what the snap length cut is a gap inside the frame', () => {
  const line = new Line()
  line.open()
  line.client(101, '0102030405', {}, {}, 2)
  line.client(106, '06')
  const { client } = line.finish()
  assert.equal(line.streams[0], '010203<2>06')
  assert.deepEqual(line.gaps, [[0, 2, true]])
  assert.equal(client.truncatedFrames, 1)
})

test('a cut segment that had to wait keeps its gap', () => {
  const line = new Line()
  line.open()
  line.client(102, '0203040506', {}, {}, 2)
  line.client(101, '01')
  line.client(107, '07')
  line.finish()
  assert.equal(line.streams[0], '01020304<2>07')
})

test('a stalled segment is counted until it is acknowledged', () => {
  const line = new Line()
  line.open()
  line.server(501, 'aa', { ack: 101 })
  line.client(101, '', { flags: ack, ack: 502 })
  for (let i = 0; i < 4; i++) {
    line.server(502, '0102030405', { ack: 101 })
    line.wait(1)
  }
  const { server } = line.finish()
  assert.deepEqual([server.stalledRetransmissions, server.stalledLength], [3, 5])
  assert.deepEqual([server.retransmissions, server.largestAcknowledged], [3, 1])
  assert.ok(server.firstStalled!.frame < server.lastStalled!.frame)
})

test('an acknowledgement ends the stall', () => {
  const line = new Line()
  line.open()
  line.server(501, '0102', { ack: 101 })
  line.server(501, '0102', { ack: 101 })
  line.client(101, '', { flags: ack, ack: 503 })
  const { server } = line.finish()
  assert.deepEqual([server.retransmissions, server.stalledRetransmissions], [1, 0])
  assert.deepEqual([server.firstStalled, server.stalledLength], [null, 0])
  assert.equal(server.largestAcknowledged, 2)
})

test('long segments replaced by short ones are not credited as acknowledged', () => {
  const line = new Line()
  line.open()
  line.server(501, '0102030405060708', { ack: 101 })
  line.server(501, '01020304', { ack: 101 })
  line.server(505, '05060708', { ack: 101 })
  line.client(101, '', { flags: ack, ack: 509 })
  assert.equal(line.finish().server.largestAcknowledged, 4)
})

test('copies of a mirrored port are no retransmissions', () => {
  const line = new Line()
  for (const copy of [0, 1]) line.client(100, '', { flags: syn }, { id: 7, ttl: 64 - copy })
  for (const copy of [0, 1])
    line.server(500, '', { flags: syn | ack, ack: 101 }, { id: 9, ttl: 64 - copy })
  for (const copy of [0, 1]) line.client(101, '01020304', {}, { id: 8, ttl: 64 - copy })
  for (const copy of [0, 1])
    line.server(501, '', { flags: ack, ack: 105 }, { id: 10, ttl: 64 - copy })
  for (const copy of [0, 1]) line.client(105, '', { flags: rst }, { id: 11, ttl: 64 - copy })
  const { client, server } = line.finish()
  assert.deepEqual([client.retransmissions, client.syns, client.resets.length], [0, 1, 1])
  assert.equal(server.syns, 1)
})

test('SYNs sent again are counted, with the first and the last', () => {
  const line = new Line()
  for (let i = 0; i < 4; i++) {
    line.client(100, '', { flags: syn })
    line.wait(1)
  }
  const { client } = line.finish()
  assert.equal(client.syns, 4)
  assert.ok(client.syn!.frame < client.lastSyn!.frame)
  assert.deepEqual(line.ends, ['capture-end'])
})

test('a refused SYN that is tried again with the same number stays one flow', () => {
  const line = new Line()
  for (let i = 0; i < 3; i++) {
    line.client(100, '', { flags: syn })
    line.server(0, '', { flags: rst | ack, ack: 101 })
    line.wait(0.5)
  }
  const { client, server } = line.finish()
  assert.deepEqual(line.ends, ['reset'])
  assert.deepEqual([client.syns, server.resets.length], [3, 3])
})

test('a SYN with another number is another connection', () => {
  const line = new Line()
  line.open()
  line.client(101, '01')
  line.open(9000, 7000)
  line.client(9001, '02')
  line.finish()
  assert.deepEqual(line.ends, ['reused', 'capture-end'])
  assert.deepEqual(
    line.flows.map((flow) => flow.id),
    [1, 2],
  )
  assert.equal(line.streams[0], '0102')
})

test('a capture that shows the answer before the SYN still knows the client', () => {
  const line = new Line()
  line.server(500, '', { flags: syn | ack, ack: 101 })
  line.client(100, '', { flags: syn })
  line.client(101, '01', { ack: 501 })
  const { client } = line.finish()
  assert.equal(line.ends.length, 1)
  assert.equal(client.syns, 1)
  assert.equal(line.flows[0]?.ends[0].port, 40000)
})

test('a connection begun before the capture starts at its first segment', () => {
  const line = new Line()
  line.server(501, '', { flags: ack })
  line.server(501, 'aabb', { ack: 101 })
  line.client(101, '01', { ack: 503 })
  line.finish()
  assert.equal(line.flows[0]?.midstream, true)
  assert.equal(line.flows[0].ends[0].port, 443)
  assert.deepEqual(line.streams, ['aabb', '01'])
})

test('data in a SYN is the first of the stream', () => {
  const line = new Line()
  line.client(100, '0102', { flags: syn })
  line.server(500, '', { flags: syn | ack, ack: 103 })
  line.client(103, '03')
  line.finish()
  assert.equal(line.streams[0], '010203')
})

test('keep-alives are neither data nor retransmissions', () => {
  const line = new Line()
  line.open()
  line.client(101, '0102')
  line.server(501, '', { flags: ack, ack: 103 })
  line.wait(45)
  line.client(102, '00')
  line.client(102, '')
  const { client } = line.finish()
  assert.equal(client.retransmissions, 0)
  assert.equal(line.streams[0], '0102')
})

test('duplicate acknowledgements count while data is under way', () => {
  const line = new Line()
  line.open()
  line.server(501, 'aa', { ack: 101 })
  for (let i = 0; i < 3; i++) line.client(101, '', { flags: ack, ack: 501 })
  assert.equal(line.finish().client.duplicateAcks, 3)
})

test('data of a side after its RST shows that the RST was not its own', () => {
  const line = new Line()
  line.open()
  line.client(101, '01', { ack: 501 })
  line.server(501, 'deadbeef', { flags: rst, window: 1980 }, { ttl: 57, id: 1 })
  line.server(501, 'aa', { ack: 102 })
  const { server } = line.finish()
  assert.deepEqual(line.ends, ['reset'])
  assert.equal(server.resets[0]?.ttl, 57)
  assert.equal(hexOf(server.resets[0].payload!), 'deadbeef')
  assert.equal(server.dataAfterReset?.length, 1)
  assert.equal(server.last?.ttl, 64)
  assert.deepEqual(line.streams, ['01', 'aa'])
})

test('once done, nothing more is handed over but the facts go on', () => {
  const line = new Line()
  line.stopAfter = 2
  line.open()
  line.client(101, '0102')
  line.client(105, '0506')
  line.client(103, '0304')
  line.client(110, '0a')
  line.client(107, '', { flags: rst })
  const { client } = line.finish()
  assert.deepEqual([line.streams[0], line.gaps.length], ['0102', 0])
  assert.deepEqual([client.sent, client.streamBytes, client.missingUnacknowledged], [10, 7, 3])
  assert.deepEqual(line.ends, ['reset'])
})

test('what waits is bounded in number: the hole is given up', () => {
  const line = new Line()
  line.open()
  for (let i = 0; i < 1100; i++) line.client(103 + 2 * i, '01')
  assert.deepEqual(line.gaps[0], [0, 2, false])
  assert.ok(line.gaps.length > 10)
})

test('what waits is bounded in bytes', () => {
  const line = new Line()
  line.open()
  const payload = '00'.repeat(60_000)
  for (let i = 0; i < 20; i++) line.client(103 + 60_000 * i, payload)
  assert.deepEqual(line.gaps, [[0, 2, false]])
})

test('flows are bounded in number: the one not seen for longest goes', () => {
  const line = new Line({ mostFlows: 2 })
  for (const source of [1001, 1002, 1003]) {
    line.client(100, '', { flags: syn, source })
    line.wait(2)
  }
  assert.deepEqual(line.ends, ['evicted'])
  assert.equal(line.flows[0]?.ends[0].port, 1001)
  line.network.end()
  assert.deepEqual(line.ends, ['evicted', 'capture-end', 'capture-end'])
})

test('a closed connection ends when it has been quiet', () => {
  const line = new Line()
  line.open()
  line.client(101, '', { flags: rst })
  line.wait(20)
  line.server(501, 'aa')
  assert.deepEqual(line.ends, [])
  line.wait(40)
  line.client(1, '', { flags: syn, source: 5 })
  assert.deepEqual(line.ends, ['reset'])
})

test('of many connections that closed just now the first have ended, and nothing late begins them anew', () => {
  const line = new Line()
  for (let source = 1000; source < 1600; source++) {
    line.client(100, '', { flags: syn, source })
    line.client(101, '', { flags: rst, source })
  }
  assert.deepEqual(line.ends, Array(88).fill('reset'))
  assert.deepEqual(
    line.flows.map(({ ends }) => ends[0].port),
    Array.from({ length: 88 }, (_, i) => 1000 + i),
  )
  line.client(101, 'aa', { source: 1000 })
  line.server(501, 'aa', { destination: 1599 })
  line.network.end()
  assert.deepEqual(line.ends, Array(600).fill('reset'))
})

test('UDP: a flow that is not wanted is not asked for again', () => {
  const line = new Line()
  line.wanted = false
  for (let i = 0; i < 3; i++) line.raw(ip4(17, udp(1000, 2000, '00')))
  line.wanted = true
  line.raw(ip4(17, udp(1001, 2000, '00')))
  line.raw(ip4(17, udp(2000, 1001, '00'), { source: '0a000002', destination: '0a000001' }))
  line.network.end()
  assert.equal(line.datagrams, 3)
  assert.deepEqual(
    line.flows.map((flow) => [flow.id, flow.transport, flow.ends[0].port]),
    [[1, 'udp', 1001]],
  )
})

test('an ICMP error is attached to the flow that it quotes', () => {
  const line = new Line()
  line.open()
  const quoted = ip4(6, tcp('', { source: 443, destination: 40000, seq: 501 }), {
    source: '0a000002',
    destination: '0a000001',
  })
  const head = hexOf(bytesOf(quoted)).slice(0, 56)
  line.raw(ip4(1, `0304 0000 0000 0514 ${head}`, { source: 'c0a80001' }))
  line.finish()
  const [error] = line.flows[0]!.icmp
  assert.deepEqual(
    [error?.type, error?.code, error?.mtu, error?.source, error?.about, error?.version],
    [3, 4, 1300, '192.168.0.1', 'server', 4],
  )
  assert.deepEqual([error?.span.offset, error?.span.length], [20, 36])
})

test('ICMPv6: packet too big', () => {
  const line = new Line()
  line.raw(ip6(6, tcp('', { seq: 100, flags: syn })))
  line.raw(ip6(58, `0200 0000 0000 0500 ${ip6(6, tcp('', { seq: 100, flags: syn }))}`))
  line.finish()
  const [error] = line.flows[0]!.icmp
  assert.deepEqual([error?.mtu, error?.about, error?.version], [1280, 'client', 6])
})

test('each byte of a segment in fragments is told with its own frame, also where the segment waits for its turn', () => {
  const whole = hexOf(bytesOf(tcp('0102030405060708090a0b0c0d0e0f10', { seq: 103 })))
  const first = (): string => ip4(6, whole.slice(0, 48), { id: 7, fragment: 0x2000 })
  const second = (): string => ip4(6, whole.slice(48), { id: 7, fragment: 0x0003 })
  for (const waits of [false, true]) {
    const line = new Line()
    line.open()
    if (!waits) line.client(101, 'aabb')
    line.raw(second())
    line.raw(first())
    if (waits) line.client(101, 'aabb')
    line.finish()
    assert.deepEqual(line.streams, ['aabb0102030405060708090a0b0c0d0e0f10', ''])
    const [segment, later, sooner] = waits ? [10, 7, 8] : [8, 9, 10]
    assert.deepEqual(line.places, [
      [segment, 40, 2],
      [sooner, 40, 4],
      [later, 20, 12],
    ])
  }
})
