import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordNote } from '../session/conversation.ts'
import type { Side } from '../wire/span.ts'
import { readSealedFlights } from './sealed.ts'

const sha256 = 0x1301
const sha384 = 0x1302
const ccm8 = 0x1305

/** `s1800 c53`: protected records by sender and length field. */
function records(text: string): RecordNote[] {
  return text.split(' ').map((word, i) => ({
    from: (word.startsWith('c') ? 'client' : 'server') satisfies Side,
    frame: 10 + i,
    time: { seconds: i, nanos: 0 },
    type: 23,
    version: 0x0303,
    length: Number(word.slice(1)),
    encrypted: true,
    span: { frame: 10 + i, offset: 0, length: 0 },
  }))
}

const flight = 's27 s1800 s281'
type Reading = [why: string, suite: number, seen: string, expected: Record<string, unknown>]
const readings: Reading[] = [
  [
    'a whole handshake and data',
    sha256,
    `${flight} s53 c53 s250 c100 s300`,
    {
      finished: 14,
      certificate: 'none',
      clientAlert: null,
      clientData: 1,
      serverData: 2,
      serverAlert: null,
    },
  ],
  ['SHA-384 makes a longer Finished', sha384, `${flight} s69 c69`, { finished: 14 }],
  ['a shorter tag makes all records shorter', ccm8, `${flight} s45 c45`, { finished: 14 }],
  ['Java pads by 16', sha256, `s65 s1816 s69 c69 c40`, { finished: 13, clientData: 1 }],
  [
    'data of 18 bytes behind a plain Finished is no padded alert',
    sha256,
    `${flight} s53 c61 c35 s19`,
    { finished: 14, certificate: 'empty', clientClose: null, clientData: 1, serverAlert: 16 },
  ],
  [
    'nor behind a flight in one record, which holds the Finished',
    sha384,
    `${flight} s69 c2142 c35 s19`,
    { finished: 14, certificate: 'sent', clientClose: null, clientData: 1, serverAlert: 16 },
  ],
  [
    'Java closes behind its padded Finished',
    sha256,
    `s65 s1816 s69 c69 c35`,
    { finished: 13, clientData: 0, clientClose: 14 },
  ],
  [
    'the client rejects the server',
    sha256,
    `${flight} s53 c19`,
    { finished: null, clientAlert: 14, certificate: 'none' },
  ],
  [
    'the client rejects the server, padded',
    sha256,
    `${flight} s53 c35`,
    { finished: null, clientAlert: 14 },
  ],
  [
    'an empty certificate, refused',
    sha256,
    `s27 s89 s1800 s281 s53 c25 c53 s19`,
    { finished: 16, certificate: 'empty', serverAlert: 17, serverData: 0 },
  ],
  [
    'an empty certificate and Finished in one record',
    sha256,
    `s27 s89 s1800 s53 c61 s19`,
    { finished: 14, certificate: 'empty', serverAlert: 15 },
  ],
  [
    'a certificate, refused',
    sha256,
    `s27 s89 s1800 s53 c900 c281 c53 s19`,
    { finished: 16, certificate: 'sent', serverAlert: 17 },
  ],
  [
    'a certificate and all the rest in one record',
    sha256,
    `s2200 c1300 s19`,
    { finished: 11, certificate: 'sent', serverAlert: 12 },
  ],
  [
    'early data is no flight',
    sha256,
    `c500 c500 ${flight} s53 c21 c53 s250`,
    { finished: 17, certificate: 'none', serverData: 1 },
  ],
  [
    'close_notify after data',
    sha256,
    `${flight} s53 c53 c100 s200 c19 s19`,
    { finished: 14, clientClose: 17, serverAlert: 18, clientData: 1 },
  ],
]
for (const [why, suite, seen, expected] of readings) {
  test(`sealed flights: ${why}`, () => {
    const read = readSealedFlights(records(seen), suite, 0)
    const frames = new Map<string, unknown>(
      Object.entries(read).map(([key, value]: [string, unknown]) => [
        key,
        typeof value === 'object' && value !== null ? (value as RecordNote).frame : value,
      ]),
    )
    for (const [key, value] of Object.entries(expected))
      assert.deepEqual(frames.get(key), value, key)
  })
}

test('sealed flights: nothing before the ServerHello counts', () => {
  assert.equal(readSealedFlights(records(`${flight} c53`), sha256, 99).finished, null)
})
