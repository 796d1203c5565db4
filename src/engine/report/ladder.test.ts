import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeConnection, makeMessage } from '../../../test/sample-report.ts'
import { describeLadder } from './ladder.ts'
import { width } from './layout.ts'

const messages = [
  makeMessage({ summary: 'up to TLS 1.2, 12 cipher suites' }),
  makeMessage({
    frame: 9,
    frames: [7, 8, 9],
    time: '2009-07-14T10:12:33.250000Z',
    from: 'server',
    name: 'certificate',
    length: 4012,
  }),
  makeMessage({
    frame: 9,
    time: '2009-07-14T10:12:33.250000Z',
    from: 'server',
    name: 'finished',
    length: 12,
    decrypted: true,
    summary: '12 bytes',
  }),
  makeMessage({
    frame: 32,
    time: '2009-07-14T10:12:34.500000Z',
    kind: 'alert',
    name: 'bad_certificate',
    length: 2,
  }),
]

test('ladder: frame, time, arrow, and the verdict under it', () => {
  assert.equal(
    describeLadder(makeConnection({ messages, serverName: 'shop.example' })),
    `#2  client 10.51.2.231:1100   server 10.244.64.15:5443   SNI shop.example

   frame      time  client                                               server
       1     0.000  client_hello 100 B · up to TLS 1.2, 12 cipher suites ----->
       9     0.250  <-------------------------- certificate 4,012 B in 3 frames
                    <-------------------------------- finished (decrypted) 12 B
      32     1.500  bad_certificate 2 B -------------------------------------->

The client's certificate had expired.
`,
  )
})

test('ladder: messages of one side in one frame make one rung', () => {
  const text = describeLadder(makeConnection({ messages }))
  assert.equal(text.match(/^ +9 /gm)?.length, 1)
})

test('ladder: only the alert that ended the handshake is marked', () => {
  const closed = makeMessage({ frame: 32, kind: 'alert', name: 'close_notify', from: 'server' })
  const draw = (all: typeof messages): string =>
    describeLadder(makeConnection({ messages: all }), (ink, text) => `<${ink}>${text}</>`)
  assert.deepEqual(draw(messages).match(/<failed>.*/g)?.length, 1)
  assert.match(draw(messages), /<failed>bad_certificate 2 B/)
  assert.equal(draw([...messages.slice(0, 3), closed]).match(/<failed>.*/g), null)
})

test('ladder: a long label is cut, and no line leaves the terminal', () => {
  const long = makeMessage({ summary: `SNI ${'a'.repeat(300)}` })
  const back = makeMessage({ from: 'server', summary: `ALPN ${'b'.repeat(300)}`, frame: 2 })
  const text = describeLadder(makeConnection({ messages: [long, back] }))
  for (const line of text.split('\n')) assert.ok(line.length <= width, line)
  assert.match(text, /a… -+>$/m)
  assert.match(text, /<-+ .*b…$/m)
})

test('ladder: a name from the wire cannot steer the terminal', () => {
  const evil = makeMessage({ summary: 'SNI \u001b[2J' })
  const text = describeLadder(makeConnection({ messages: [evil], serverName: '\u001b[2J' }))
  assert.ok(!text.includes('\u001b'))
})

const endings: [outcome: 'completed' | 'incomplete' | 'failed' | 'not-tls', line: RegExp][] = [
  ['completed', /\n\nThe handshake completed\.\n$/],
  ['incomplete', /\n\nThe capture does not show how the handshake ended\.\n$/],
  ['not-tls', /no TLS message was seen\n\nNo TLS was spoken here\.\n$/],
]
for (const [outcome, line] of endings)
  test(`ladder: ${outcome}, without a verdict`, () => {
    assert.match(describeLadder(makeConnection({ outcome, verdict: null })), line)
  })
