// The look over frames of every layer: what it says, where it points, and that nothing in a frame stops it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, unhex } from '../crypto/octets.ts'
import type { Conversation, Message } from '../session/conversation.ts'
import { parseHandshake } from '../tls/handshake.ts'
import { dissectFrame, type SeenFrame } from './frame.ts'
import { findNodeAt, findNodes, type Node } from './node.ts'
import { sightOf } from './sight.ts'

const be16 = (value: number) => value.toString(16).padStart(4, '0')
const lengthOf = (text: string) => unhex(text).length

const ethernet = (type: string, rest: string) => `001e680f3e80 0030487e1b90 ${type} ${rest}`
const ip4 = (protocol: string, rest: string) =>
  `4500 ${be16(20 + lengthOf(rest))} 139e 4000 3d ${protocol} d20e 0af4400f 0a3302e7 ${rest}`
const ip6 = (protocol: string, rest: string) =>
  `60000000 ${be16(lengthOf(rest))} ${protocol} 40 20010db8000000000000000000000001 fe800000000000000000000000000002 ${rest}`
const tcp = (rest: string) => `1543044c a4c513a4 e84634bb 5018 faf0 2bb8 0000 ${rest}`
const tcpWithOptions = (rest: string) =>
  `1543044c a4c513a4 e84634bb 8002 faf0 2bb8 0000 020405b4 0101 0402 01030307 ${rest}`
const udp = (rest: string) => `1543044c ${be16(8 + lengthOf(rest))} 0000 ${rest}`

const r = '5a'.repeat(32)
const alert = '15 0301 0002 02 2a'
const hello = (() => {
  const body = `0303 ${r} 00 0002 1301 01 00 000f 0000 000b 0009 00 0006 612e74657374`
  return `01 00${be16(lengthOf(body))} ${body}`
})()
const retry =
  '02 00002e 0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00 0006 0033 0002 0017'
const record = (type: string, body: string) => `${type} 0301 ${be16(lengthOf(body))} ${body}`
const dtlsAlert = '15 feff 0000 000000000005 0002 02 28'
const verify = '03 000005 0000 000000 000005 feff 02 c0c1'
const dtlsVerify = `16 feff 0000 000000000000 ${be16(lengthOf(verify))} ${verify}`
const quic = 'c0 00000001 04 aabbccdd 00 00 04 11223344'
const radius = `01 07 001f ${'00'.repeat(16)} 01 05 626f62 4f 06 02 01 0004`
const eapol = '02 00 0005 01 01 0005 01'

const frames: [what: string, linkType: number, bytes: string, path: string, text: string][] = [
  [
    'an alert',
    1,
    ethernet('0800', ip4('06', tcp(alert))),
    'tls.alert.description',
    'bad_certificate (42)',
  ],
  ['a hop count', 1, ethernet('0800', ip4('06', tcp(alert))), 'ip.ttl', '61'],
  ['a link', 1, ethernet('0800', ip4('06', tcp(alert))), 'eth.src', '00:30:48:7e:1b:90'],
  ['flags', 1, ethernet('0800', ip4('06', tcp(alert))), 'tcp.flags', 'PSH ACK (0x18)'],
  [
    'a segment size',
    1,
    ethernet('0800', ip4('06', tcpWithOptions(''))),
    'tcp.option.maximum_segment_size',
    '1460',
  ],
  [
    'a server name',
    1,
    ethernet('0800', ip4('06', tcp(record('16', hello)))),
    'tls.extension.server_name.server_name_list.host_name',
    'a.test',
  ],
  [
    'a suite',
    101,
    ip4('06', tcp(record('16', hello))),
    'tls.client_hello.cipher_suites.cipher_suite',
    'TLS_AES_128_GCM_SHA256 (0x1301)',
  ],
  [
    'a group that is asked for',
    101,
    ip4('06', tcp(record('16', retry))),
    'tls.extension.key_share.selected_group',
    'secp256r1 (0x0017)',
  ],
  ['ChangeCipherSpec', 101, ip4('06', tcp('14 0301 0001 01')), 'tls.change_cipher_spec', '1'],
  ['application data', 101, ip4('06', tcp('17 0303 0003 aabbcc')), 'tls.encrypted', 'aabbcc'],
  ['what is no TLS', 101, ip4('06', tcp('474554')), 'payload', '474554'],
  [
    'IPv6 over VLAN',
    1,
    ethernet('8100', `0064 86dd ${ip6('06', tcp(alert))}`),
    'ip.src',
    '2001:db8::1',
  ],
  ['a VLAN', 1, ethernet('8100', `2064 86dd ${ip6('06', tcp(alert))}`), 'vlan.id', '100'],
  [
    'IPv6 behind a fragment header',
    101,
    ip6('2c', `06 00 0000 00000001 ${tcp(alert)}`),
    'tls.alert.level',
    'fatal (2)',
  ],
  ['a later fragment', 101, ip6('2c', `06 00 0008 00000001 aabb`), 'payload', 'aabb'],
  [
    'Linux cooked',
    113,
    `0000 0001 0006 0030487e1b900000 0800 ${ip4('06', tcp(alert))}`,
    'tls.alert.level',
    'fatal (2)',
  ],
  [
    'Linux cooked 2',
    276,
    `0800 0000 00000002 0001 00 06 0030487e1b900000 ${ip4('06', tcp(alert))}`,
    'tls.alert.level',
    'fatal (2)',
  ],
  ['loopback, big-endian', 0, `00000002 ${ip4('06', tcp(alert))}`, 'loopback.family', 'IPv4 (2)'],
  [
    'loopback, little-endian',
    0,
    `02000000 ${ip4('06', tcp(alert))}`,
    'loopback.family',
    'IPv4 (2)',
  ],
  ['PPP', 9, `ff03 0021 ${ip4('06', tcp(alert))}`, 'tls.alert.level', 'fatal (2)'],
  [
    'PPPoE',
    1,
    ethernet('8864', `11 00 0001 0031 0021 ${ip4('06', tcp(alert))}`),
    'tls.alert.level',
    'fatal (2)',
  ],
  ['IP in IP', 101, ip4('04', ip4('06', tcp(alert))), 'tls.alert.level', 'fatal (2)'],
  [
    'a DTLS alert',
    101,
    ip4('11', udp(dtlsAlert)),
    'tls.alert.description',
    'handshake_failure (40)',
  ],
  ['a DTLS message', 101, ip4('11', udp(dtlsVerify)), 'tls.hello_verify_request.cookie', 'c0c1'],
  ['QUIC', 101, ip4('11', udp(quic)), 'quic.destination_connection_id', 'aabbccdd'],
  ['RADIUS', 101, ip4('11', udp(radius)), 'eap.code', 'Response (2)'],
  ['EAPOL', 1, ethernet('888e', eapol), 'eap.type', 'Identity (1)'],
  [
    'SSL 2.0',
    101,
    ip4('06', tcp(`801c 01 0002 0003 0000 0010 010080 ${'c1'.repeat(16)}`)),
    'ssl2.message.cipher_specs.cipher_spec',
    'SSL_CK_RC4_128_WITH_MD5 (0x010080)',
  ],
  ['an unknown link', 147, 'aabb', 'link', 'aabb'],
  [
    'damage',
    101,
    ip4('06', tcp('15 0301 0002 02 2a 16 0301 0005 0e 000001 00')),
    'tls.server_hello_done.damage',
    'server_hello_done: trailing at byte 56',
  ],
]

function seen(
  bytes: Uint8Array,
  linkType: number,
  lead = 0,
  wholeLength = bytes.length,
): SeenFrame {
  const block = new Uint8Array(bytes.length + lead + 3)
  block.set(bytes, lead)
  return {
    number: 1,
    bytes: block,
    from: lead,
    to: lead + bytes.length,
    wholeLength,
    seconds: 0,
    nanos: 0,
    linkType,
  }
}

/** Nodes stand inside their parents, and inside the frame. */
function assertInside(node: Node, from: number, to: number): void {
  if (node.from !== null && node.to !== null) {
    assert.ok(
      node.from <= node.to && node.from >= from && node.to <= to,
      `${node.path} ${node.from}–${node.to}`,
    )
  }
  for (const child of node.children) assertInside(child, node.from ?? from, node.to ?? to)
}

/** What is said to be wrong, but for one fault that is none of the sender's. */
function faultsIn(node: Node, except: string): string[] {
  const own = node.path.endsWith('.damage') && node.value !== except ? [node.text] : []
  return node.children.reduce((all, child) => [...all, ...faultsIn(child, except)], own)
}

for (const [what, linkType, text, path, expected] of frames) {
  const bytes = unhex(text)

  test(`look: ${what}`, () => {
    const root = dissectFrame(seen(bytes, linkType))
    assert.deepEqual(
      findNodes(root, path).map((node) => node.text),
      [expected],
    )
    assertInside(root, 0, bytes.length)
  })

  test(`look: ${what}, wherever the frame is cut and wherever it stands in its block`, () => {
    for (let kept = 0; kept <= bytes.length; kept++) {
      const cut = bytes.subarray(0, kept)
      const root = dissectFrame(seen(cut, linkType))
      assertInside(root, 0, kept)
      assert.deepEqual(dissectFrame(seen(cut, linkType, 5)), root)
      const snapped = dissectFrame(seen(cut, linkType, 0, bytes.length))
      assertInside(snapped, 0, kept)
      if (what !== 'damage')
        assert.deepEqual(faultsIn(snapped, 'truncated'), [], `cut after ${kept}`)
    }
  })

  test(`look: ${what}, with any byte changed`, () => {
    for (let at = 0; at < bytes.length; at++)
      for (const change of [0x01, 0x80, 0xff]) {
        const changed = Uint8Array.from(bytes)
        changed[at]! ^= change
        assertInside(dissectFrame(seen(changed, linkType)), 0, bytes.length)
      }
  })
}

test('a byte leads to its field', () => {
  const bytes = unhex(frames[0]![2])
  const root = dissectFrame(seen(bytes, 1))
  const last = findNodeAt(root, bytes.length - 1)
  assert.equal(last?.path, 'tls.alert.description')
  assert.equal(last.value, 42)
  assert.deepEqual([last.from, last.to], [bytes.length - 1, bytes.length])
  assert.equal(findNodeAt(root, bytes.length), undefined)
})

/** One hello cut into two segments: what the conversation knows joins them. */
function spread(decrypted: boolean): { sight: ReturnType<typeof sightOf>; frame: SeenFrame } {
  const message = unhex(hello)
  const header = unhex(`16 0301 ${be16(message.length)}`)
  const first = 10
  const start = 40 // of the payload
  const whole: Message = {
    frame: 2,
    frames: [1, 2],
    time: { seconds: 0, nanos: 0 },
    from: 'client',
    kind: 'handshake',
    name: 'client_hello',
    code: 1,
    level: null,
    encrypted: false,
    decrypted,
    length: message.length - 4,
    recordVersion: 0x0301,
    bytes: message,
    body: parseHandshake(message).body,
    damage: null,
    spans: [
      { frame: 1, offset: start + header.length, length: first },
      { frame: 2, offset: start, length: message.length - first },
    ],
    record: 0,
  }
  const conversation = {
    protocol: 'tls',
    messages: [whole],
    records: [null],
  } as unknown as Conversation
  const rest = hex(message.subarray(first))
  return {
    sight: sightOf(conversation, 2),
    frame: { ...seen(unhex(ip4('06', tcp(rest))), 101), number: 2 },
  }
}

test('the middle of a message: fields of this frame have a place, those of others have none', () => {
  const { sight, frame } = spread(false)
  const root = dissectFrame(frame, sight)
  const [version] = findNodes(root, 'tls.client_hello.legacy_version')
  const [name] = findNodes(root, 'tls.extension.server_name.server_name_list.host_name')
  assert.deepEqual([version?.text, version?.from, version?.to], ['TLS 1.2 (0x0303)', null, null])
  assert.deepEqual([name?.text, name?.to], ['a.test', frame.to])
  assert.equal(findNodes(root, 'tls.handshake')[0]?.text, '(also in frame 1)')
  assertInside(root, 0, frame.to)
})

test('a decrypted message is read, and none of its fields has a place', () => {
  const { sight, frame } = spread(true)
  const root = dissectFrame(frame, sight)
  const [name] = findNodes(root, 'tls.extension.server_name.server_name_list.host_name')
  assert.deepEqual([name?.text, name?.from], ['a.test', null])
  assert.equal(findNodes(root, 'tls.handshake')[0]?.text, '(decrypted; also in frame 1)')
})
