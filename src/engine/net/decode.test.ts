import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Frame } from '../capture/frame.ts'
import { Decoder } from './decode.ts'
import { bytesOf, frameOf, hex, hexOf, ip4, ip6, tcp, udp } from './frame-builder.ts'
import type { Packet } from './packet.ts'

const hello = '160301 0005 0100000100'
const inner = ip4(6, tcp(hello))
const inner6 = ip6(6, tcp(hello))
const macs = '0200 0000 0002 0200 0000 0001'
const ethernet = `${macs} 0800 ${inner}`
const snap = 'aaaa03 000000 0800'
const wifiAddresses = '0200 0000 0001 0200 0000 0002 0200 0000 0003'
const over = (port: number, payload: string): string => ip4(17, udp(port, port, payload))
const length = (text: string): string => hex(bytesOf(text).length, 2)
const subframe = (payload: string): string => `${macs} ${length(snap + payload)} ${snap} ${payload}`
const radiotapHeader = '00 00 0800 00000000'

// Every row leads to the same TCP segment.
const carriers: [what: string, linkType: number, wire: string][] = [
  ['Ethernet', 1, ethernet],
  ['Ethernet, IPv6', 1, `${macs} 86dd ${inner6}`],
  ['Ethernet with padding after a short packet', 1, `${ethernet} 000000000000`],
  ['802.1Q', 1, `${macs} 8100 0064 0800 ${inner}`],
  ['802.1ad and 802.1Q', 1, `${macs} 88a8 0064 8100 0065 0800 ${inner}`],
  ['QinQ before 802.1ad', 1, `${macs} 9100 0064 8100 0065 0800 ${inner}`],
  ['802.3 with LLC and SNAP', 1, `${macs} ${length(snap + inner)} ${snap} ${inner} 0000`],
  ['VN-Tag', 1, `${macs} 8926 00000000 0800 ${inner}`],
  ['Cisco MetaData', 1, `${macs} 8909 0101 0001 0064 0800 ${inner}`],
  ['802.1ah', 1, `${macs} 88e7 00000001 ${ethernet}`],
  ['MPLS, two labels', 1, `${macs} 8847 00010040 00011140 ${inner}`],
  ['MPLS pseudowire with control word', 1, `${macs} 8847 00010140 00000000 ${ethernet}`],
  ['MPLS as link layer', 219, `00010140 ${inner6}`],
  ['PPPoE session', 1, `${macs} 8864 11 00 0001 ${length(`0021${inner}`)} 0021 ${inner}`],
  ['PPPoE as link layer', 51, `11 00 0001 ${length(`0057${inner6}`)} 0057 ${inner6}`],
  ['PPP', 9, `0021 ${inner}`],
  ['PPP with a compressed protocol', 9, `21 ${inner}`],
  ['PPP in HDLC-like framing', 50, `ff03 0021 ${inner}`],
  ['PPP with a direction', 204, `00 ff03 0021 ${inner}`],
  ['Cisco HDLC', 104, `0f00 0800 ${inner}`],
  ['Linux cooked', 113, `0000 0001 0006 020000000001 0000 0800 ${inner}`],
  ['Linux cooked, tagged', 113, `0000 0001 0006 020000000001 0000 8100 0064 0800 ${inner}`],
  ['Linux cooked v2', 276, `86dd 0000 00000002 0001 00 06 0200000000010000 ${inner6}`],
  ['NULL, little-endian', 0, `02000000 ${inner}`],
  ['NULL, big-endian', 0, `00000002 ${inner}`],
  ['NULL, IPv6 of macOS', 0, `1e000000 ${inner6}`],
  ['LOOP', 108, `00000018 ${inner6}`],
  ['raw IP', 101, inner],
  ['raw IP, 12', 12, inner6],
  ['raw IP, 14', 14, inner],
  ['raw IPv4', 228, inner],
  ['raw IPv6', 229, inner6],
  ['802.11', 105, `0801 0000 ${wifiAddresses} 0000 ${snap} ${inner}`],
  ['802.11 QoS', 105, `8802 0000 ${wifiAddresses} 0000 0000 ${snap} ${inner}`],
  ['802.11 QoS padded to four', 105, `8802 0000 ${wifiAddresses} 0000 0000 0000 ${snap} ${inner}`],
  [
    '802.11 QoS with HT control',
    105,
    `8882 0000 ${wifiAddresses} 0000 0000 00000000 ${snap} ${inner}`,
  ],
  [
    '802.11 with four addresses',
    105,
    `0803 0000 ${wifiAddresses} 0000 020000000004 ${snap} ${inner}`,
  ],
  ['802.11 A-MSDU', 105, `8802 0000 ${wifiAddresses} 0000 8000 ${subframe(inner)}`],
  ['radiotap', 127, `${radiotapHeader} 0801 0000 ${wifiAddresses} 0000 ${snap} ${inner}`],
  [
    'Prism',
    119,
    `44000000 90000000 ${'00'.repeat(136)} 0801 0000 ${wifiAddresses} 0000 ${snap} ${inner}`,
  ],
  [
    'AVS',
    163,
    `80211001 00000040 ${'00'.repeat(56)} 0801 0000 ${wifiAddresses} 0000 ${snap} ${inner}`,
  ],
  ['PPI', 192, `00 00 0800 69000000 0801 0000 ${wifiAddresses} 0000 ${snap} ${inner}`],
  ['PKTAP', 258, `0c000000 01000000 01000000 ${ethernet}`],
  ['PKTAP of old', 149, `0c000000 01000000 65000000 ${inner}`],
  [
    'NFLOG',
    239,
    `02 00 0000 0500 0a00 00000000 ${hex(0x100 * (bytesOf(inner).length + 4), 2)} 0900 ${inner}`,
  ],
  ['IPv4 options', 101, ip4(6, tcp(hello), { options: '94040000' })],
  ['IPv6 extension headers', 101, ip6(0, `3c00 000000000000 0600 000000000000 ${tcp(hello)}`)],
  ['IPv6 atomic fragment', 101, ip6(44, `0600 0000 00000001 ${tcp(hello)}`)],
  [
    'Authentication Header',
    101,
    ip4(51, `06 04 0000 00000001 00000001 ${'00'.repeat(12)} ${tcp(hello)}`),
  ],
  ['IP in IP', 101, ip4(4, inner)],
  ['6in4', 101, ip4(41, inner6)],
  ['IP in IPv6', 101, ip6(4, inner)],
  ['GRE', 101, ip4(47, `0000 0800 ${inner}`)],
  [
    'GRE with checksum, key and sequence',
    101,
    ip4(47, `b000 0800 00000000 00000001 00000002 ${inner}`),
  ],
  ['GRE with Ethernet', 101, ip4(47, `2000 6558 00000001 ${ethernet}`)],
  ['GRE of PPTP', 101, ip4(47, `3081 880b 00000000 00000001 00000001 ff03 0021 ${inner}`)],
  ['ERSPAN I', 101, ip4(47, `0000 88be ${ethernet}`)],
  ['ERSPAN II', 101, ip4(47, `1000 88be 00000001 10010000 00000000 ${ethernet}`)],
  ['ERSPAN III', 101, ip4(47, `1000 22eb 00000001 20010000 00000000 00000000 ${ethernet}`)],
  [
    'ERSPAN III with its platform header',
    101,
    ip4(47, `1000 22eb 00000001 20010000 00000000 00000001 0000000000000000 ${ethernet}`),
  ],
  ['EtherIP', 101, ip4(97, `3000 ${ethernet}`)],
  ['VXLAN', 101, over(4789, `08000000 00006400 ${ethernet}`)],
  ['VXLAN on Linux of old', 101, over(8472, `08000000 00006400 ${ethernet}`)],
  ['VXLAN-GPE', 101, over(4790, `0c000001 00006400 ${inner}`)],
  ['Geneve with options', 101, over(6081, `01 00 6558 00006400 00000000 ${ethernet}`)],
  ['Geneve with IP', 101, over(6081, `00 00 86dd 00006400 ${inner6}`)],
  ['GTP-U', 101, over(2152, `30 ff ${length(inner)} 00000001 ${inner}`)],
  [
    'GTP-U with an extension header',
    101,
    over(2152, `34 ff ${length(inner)} 00000001 0000 00 85 01 0009 00 ${inner}`),
  ],
  ['Teredo', 101, over(3544, inner6)],
  [
    'Teredo with authentication and origin',
    101,
    over(3544, `0001 00 00 0000000000000000 00 0000 9c40 f5fffffe ${inner6}`),
  ],
  ['L2TP', 101, over(1701, `4002 ${length(inner)} 0001 0001 ff03 0021 ${inner}`)],
  [
    'L2TP with sequence and offset',
    101,
    over(1701, `0a02 0001 0001 0000 0000 0002 0000 0021 ${inner}`),
  ],
  [
    'CAPWAP with 802.11',
    101,
    over(5247, `00 100300 00000000 0801 0000 ${wifiAddresses} 0000 ${snap} ${inner}`),
  ],
  [
    'CAPWAP with 802.11 the wrong way round',
    101,
    over(5247, `00 100300 00000000 0108 0000 ${wifiAddresses} 0000 ${snap} ${inner}`),
  ],
  ['CAPWAP with Ethernet', 101, over(5247, `00 100000 00000000 ${ethernet}`)],
  ['MPLS over UDP', 101, over(6635, `00010140 ${inner}`)],
]

function decode(wire: string, linkType: number, cut = 0): Packet | null {
  const decoder = new Decoder(new Frame())
  return decoder.decode(frameOf(wire, { linkType, cut })) ? decoder.packet : null
}

const payloadOf = (packet: Packet): string =>
  hexOf(packet.bytes.subarray(packet.payloadFrom, packet.payloadTo))

for (const [what, linkType, wire] of carriers) {
  test(`decodes ${what}`, () => {
    const packet = decode(wire, linkType)
    assert.ok(packet)
    assert.equal(packet.protocol, 6)
    assert.deepEqual([packet.sourcePort, packet.destinationPort], [40000, 443])
    assert.equal(payloadOf(packet), hexOf(bytesOf(hello)))
    assert.equal(packet.payloadWhole, bytesOf(hello).length)
    const last = packet.ipVersion === 4 ? 3 : 15
    assert.equal(packet.bytes[packet.sourceAt + last], 1)
    assert.equal(packet.bytes[packet.destinationAt + last], 2)
  })

  test(`cut anywhere, ${what} is refused or told short`, () => {
    const whole = bytesOf(hello).length
    for (let cut = 1; cut <= bytesOf(wire).length; cut++) {
      const packet = decode(wire, linkType, cut)
      if (packet?.protocol !== 6) continue
      const captured = packet.payloadTo - packet.payloadFrom
      assert.equal(packet.payloadWhole, whole, `cut by ${cut}`)
      assert.ok(captured >= 0 && captured <= whole, `cut by ${cut}`)
      assert.ok(payloadOf(packet).length === 2 * captured, `cut by ${cut}`)
    }
  })
}

test('a tunnel port with something else in it stays UDP', () => {
  const packet = decode(over(4789, '08000000 00006400 0102030405'), 101)
  assert.ok(packet)
  assert.equal(packet.protocol, 17)
  assert.equal(packet.destinationPort, 4789)
  assert.equal(packet.ipVersion, 4)
  assert.equal(packet.payloadWhole, 13)
})

test('a failed tunnel leaves the outer addresses', () => {
  const broken = ip6(6, '0102').replace('20010db8', '30010db8')
  const packet = decode(over(3544, broken), 101)
  assert.ok(packet)
  assert.equal(packet.ipVersion, 4)
  assert.equal(hexOf(packet.bytes.subarray(packet.sourceAt, packet.sourceAt + 4)), '0a000001')
})

test('nesting without end is given up', () => {
  let wire = inner
  for (let i = 0; i < 40; i++) wire = ip4(4, wire)
  assert.equal(decode(wire, 101), null)
})

test('total length 0 of segmentation offload means the rest of the frame', () => {
  const packet = decode(inner.replace(/^45 00 \w{4}/, '45 00 0000'), 101)
  assert.equal(packet && payloadOf(packet), hexOf(bytesOf(hello)))
})

test('EAPOL comes with the addresses of its link layer', () => {
  const packet = decode(`${macs} 888e 02 00 0005 0101 0005 0d 0000`, 1)
  assert.ok(packet)
  assert.equal(packet.etherType, 0x888e)
  assert.equal(payloadOf(packet), '020000050101' + '00050d')
  assert.equal(packet.bytes[packet.sourceMacAt + 5], 1)
  assert.equal(packet.bytes[packet.destinationMacAt + 5], 2)
})

test('every subframe of an A-MSDU is read', () => {
  const first = subframe(inner)
  const padding = '00'.repeat((4 - (bytesOf(first).length & 3)) & 3)
  const second = subframe(ip4(6, tcp('aabb', { source: 40001 })))
  const wire = `8802 0000 ${wifiAddresses} 0000 8000 ${first} ${padding} ${second}`
  const decoder = new Decoder(new Frame())
  assert.equal(decoder.decode(frameOf(wire, { linkType: 105 })), true)
  assert.equal(decoder.packet.sourcePort, 40000)
  assert.equal(decoder.more, true)
  assert.equal(decoder.next(), true)
  assert.equal(decoder.packet.sourcePort, 40001)
  assert.equal(payloadOf(decoder.packet), 'aabb')
  assert.equal(decoder.more, false)
})

test('the maximum segment size of a SYN is read behind other options', () => {
  const packet = decode(ip4(6, tcp('', { flags: 2, options: '0101 0402 0204 05b4' })), 101)
  assert.equal(packet?.maximumSegmentSize, 1460)
})

test('CAPWAP control: DTLS starts behind the four bytes of its preamble', () => {
  const packet = decode(over(5246, '01000000 16fefd 0000'), 101)
  assert.equal(packet && payloadOf(packet), '16fefd0000')
})

const fragments: [what: string, order: number[]][] = [
  ['in order', [0, 1, 2]],
  ['backwards', [2, 1, 0]],
  ['with the middle last', [0, 2, 1]],
]
for (const [what, order] of fragments) {
  test(`IPv4 fragments ${what}`, () => {
    const whole = hexOf(bytesOf(tcp(hello)))
    const pieces = [
      ip4(6, whole.slice(0, 16), { id: 7, fragment: 0x2000 }),
      ip4(6, whole.slice(16, 48), { id: 7, fragment: 0x2001 }),
      ip4(6, whole.slice(48), { id: 7, fragment: 0x0003 }),
    ]
    const decoder = new Decoder(new Frame())
    const answers = order.map((i) => decoder.decode(frameOf(pieces[i]!)))
    assert.deepEqual(answers, [false, false, true])
    const { packet } = decoder
    assert.equal(packet.parts?.length, 3)
    assert.equal(packet.sourcePort, 40000)
    assert.equal(payloadOf(packet), hexOf(bytesOf(hello)))
    assert.equal(hexOf(packet.bytes.subarray(packet.sourceAt, packet.sourceAt + 4)), '0a000001')
  })
}

test('overlapping fragments: the first copy wins', () => {
  const whole = hexOf(bytesOf(udp(1000, 2000, '0011223344556677')))
  const decoder = new Decoder(new Frame())
  decoder.decode(frameOf(ip4(17, whole, { id: 7, fragment: 0x2000 })))
  const late = ip4(17, 'ffffffffffffffff' + '8899', { id: 7, fragment: 0x0001 })
  assert.equal(decoder.decode(frameOf(late)), true)
  assert.equal(payloadOf(decoder.packet).slice(0, 16), '0011223344556677')
})

test('IPv6 fragments', () => {
  const whole = hexOf(bytesOf(udp(1000, 2000, '00112233445566778899')))
  const decoder = new Decoder(new Frame())
  assert.equal(decoder.decode(frameOf(ip6(44, `1100 0001 00000009 ${whole.slice(0, 16)}`))), false)
  assert.equal(decoder.decode(frameOf(ip6(44, `1100 0008 00000009 ${whole.slice(16)}`))), true)
  assert.equal(payloadOf(decoder.packet), '00112233445566778899')
  assert.equal(decoder.packet.bytes[decoder.packet.destinationAt + 15], 2)
})

test('fragments that nothing completes are forgotten, the oldest first', () => {
  const decoder = new Decoder(new Frame())
  const first = (id: number): string => ip4(17, '0011223344556677', { id, fragment: 0x2000 })
  const last = (id: number): string => ip4(17, '00', { id, fragment: 0x0001 })
  for (let id = 1; id <= 1100; id++) decoder.decode(frameOf(first(id)))
  assert.equal(decoder.decode(frameOf(last(1))), false)
  assert.equal(decoder.decode(frameOf(last(1100))), true)
})
