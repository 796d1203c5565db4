import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Origin, type Direction, type Flow } from '../net/flow.ts'
import type { Conversation } from './conversation.ts'
import { beginConversation } from './draft.ts'
import { TcpSession } from './tcp-session.ts'

const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))
const hexOf = (bytes: Uint8Array) =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const text = (line: string) => Uint8Array.from(line, (letter) => letter.charCodeAt(0))

const record = (type: string, body: string) =>
  `${type}0301${(body.length / 2).toString(16).padStart(4, '0')}${body}`
const hello = record('16', `0100002d0303${'11'.repeat(32)}000002c02f010000020000`)
const answer = record('16', `020000260303${'22'.repeat(32)}00c02f00`) + record('16', '0e000000')

/** A line of text, or `x` and hexadecimal bytes; `>` from the client, `<` from the server. */
type Dialogue = readonly string[]

function sayings(dialogue: Dialogue): [Direction, Uint8Array][] {
  return dialogue.map((said) => {
    const words = said.slice(1)
    const bytes = words.startsWith('x') ? bytesOf(words) : text(`${words}\r\n`)
    return [said.startsWith('>') ? 0 : 1, bytes]
  })
}

const tls: Dialogue = [`>x${hello}`, `<x${answer}`]

function follow(dialogue: Dialogue, piece = Infinity, midstream = false): Conversation {
  const ends = [
    { address: '192.0.2.1', port: 50_000 },
    { address: '192.0.2.2', port: 12_345 },
  ] as const
  const session = new TcpSession(
    beginConversation({
      id: 1,
      capture: 0,
      transport: 'tcp',
      client: ends[0],
      server: ends[1],
      protocol: 6,
      frame: 1,
      time: { seconds: 0, nanos: 0 },
      midstream,
    }),
    () => null,
  )
  const flow: Flow = {
    id: 1,
    transport: 'tcp',
    ends,
    firstFrame: 1,
    startSeconds: 0,
    startNanos: 0,
    tcp: null,
    icmp: [],
    midstream,
    state: session,
    done: false,
    unheard: 0,
    settled: false,
  }
  const origin = new Origin()
  for (const [direction, bytes] of sayings(dialogue)) {
    origin.frame++
    for (let at = 0; at < bytes.length; at += piece) {
      origin.offset = at
      session.data(flow, direction, bytes, at, Math.min(bytes.length, at + piece), origin)
    }
  }
  return session.end(flow)
}

/** `offered asked accepted`, with `-` for what is not known. */
function factsOf({ upgradeFacts: facts }: Conversation): string | null {
  if (!facts) return null
  const { protocol, offered, asked, answer: reply } = facts
  const known = [offered, asked ? asked.frame : null, reply ? reply.accepted : null]
  return [protocol, ...known.map((value) => value ?? '-')].join(' ')
}

const x224 = (body: string) => {
  const length = (4 + body.length / 2).toString(16).padStart(4, '0')
  return `0300${length}${body}`
}
const tds = (type: string, body: string) =>
  `${type}01${(8 + body.length / 2).toString(16).padStart(4, '0')}00000100${body}`
const prelogin = (encryption: string) =>
  `00000b000601001100 01ff0b0007d00000${encryption}`.replaceAll(' ', '')
/** Protocol 10, version 8.0.0, connection 1, a challenge, and capabilities with TLS among them. */
const mysqlGreeting = `26000000 0a 382e302e3000 01000000 1111111111111111 00 ffff ff 0200 ffdf 15 ${'00'.repeat(10)}`
const startTlsOid = hexOf(text('1.3.6.1.4.1.1466.20037'))

const dialogues: [
  name: string,
  dialogue: Dialogue,
  upgrade: string | null,
  facts: string | null,
  target?: string,
][] = [
  ['tls at once', tls, null, null],
  [
    'smtp',
    [
      '<220 mx.test ESMTP',
      '>EHLO a',
      '<250-mx.test\r\n250-STARTTLS\r\n250 SIZE',
      '>STARTTLS',
      '<220 go',
      ...tls,
    ],
    'starttls-smtp',
    'smtp true 4 true',
  ],
  [
    'smtp, pipelined by a client that does not wait',
    [
      '<220 mx.test ESMTP',
      '>EHLO a',
      '<250 STARTTLS',
      `>x${hexOf(text('STARTTLS\r\n'))}${hello}`,
      '<220 go',
      `<x${answer}`,
    ],
    'starttls-smtp',
    'smtp true 4 true',
  ],
  [
    'lmtp',
    ['<220 mx.test LMTP', '>LHLO a', '<250 STARTTLS', '>STARTTLS', '<220 go', ...tls],
    'starttls-smtp',
    'smtp true 4 true',
  ],
  [
    'imap',
    [
      '<* OK ready',
      '>a1 CAPABILITY',
      '<* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK',
      '>a2 STARTTLS',
      '<a2 OK go',
      ...tls,
    ],
    'starttls-imap',
    'imap true 4 true',
  ],
  [
    'imap, untagged words before the answer',
    ['<* OK ready', '>a2 STARTTLS', '<* OK wait\r\na2 OK go', ...tls],
    'starttls-imap',
    'imap - 2 true',
  ],
  [
    'pop3',
    ['<+OK ready', '>CAPA', '<+OK\r\nUIDL\r\nSTLS\r\n.', '>STLS', '<+OK go', ...tls],
    'starttls-pop3',
    'pop3 true 4 true',
  ],
  [
    'ftp',
    [
      '<220 ready',
      '>FEAT',
      '<211-Features\r\n AUTH TLS\r\n211 End',
      '>AUTH TLS',
      '<234 go',
      ...tls,
    ],
    'starttls-ftp',
    'ftp true 4 true',
  ],
  [
    'nntp',
    [
      '<200 news server',
      '>CAPABILITIES',
      '<101 list\r\nSTARTTLS\r\n.',
      '>STARTTLS',
      '<382 go',
      ...tls,
    ],
    'starttls-nntp',
    'nntp true 4 true',
  ],
  [
    'sieve',
    ['<"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK', '>STARTTLS', '<OK "go"', ...tls],
    'starttls-sieve',
    'sieve true 2 true',
  ],
  [
    'irc',
    [
      '>CAP LS 302',
      '<:a.test CAP * LS :multi-prefix tls',
      '>STARTTLS',
      '<:a.test 670 me :go',
      ...tls,
    ],
    'starttls-irc',
    'irc true 3 true',
  ],
  [
    'xmpp',
    [
      `>x${hexOf(text("<?xml version='1.0'?><stream:stream to='a'>"))}`,
      `<x${hexOf(text("<stream:stream id='1'><stream:features><starttls/></stream:features>"))}`,
      `>x${hexOf(text('<starttls/>'))}`,
      `<x${hexOf(text('<proceed/>'))}`,
      ...tls,
    ],
    'starttls-xmpp',
    'xmpp true 3 true',
  ],
  [
    'ldap',
    [`>x301d02010177188016${startTlsOid}`, '<x300c02010178070a010004000400', ...tls],
    'starttls-ldap',
    'ldap - 1 true',
  ],
  [
    'ldap with long lengths',
    [
      `>x30840000001d02010177188016${startTlsOid}`,
      '<x30840000000c020101 78070a010004000400',
      ...tls,
    ],
    'starttls-ldap',
    'ldap - 1 true',
  ],
  ['postgres', ['>x0000000804d2162f', '<x53', ...tls], 'postgres', 'postgres - 1 true'],
  [
    'postgres, after encryption by gss was refused',
    ['>x0000000804d21630', '<x4e', '>x0000000804d2162f', '<x53', ...tls],
    'postgres',
    'postgres - 3 true',
  ],
  [
    'mysql',
    [`<x${mysqlGreeting}`, `>x2000000185ae0f00000000012d${'00'.repeat(23)}${hello}`, `<x${answer}`],
    'mysql',
    'mysql true 2 -',
  ],
  [
    'tds',
    [
      `>x${tds('12', prelogin('01'))}`,
      `<x${tds('04', prelogin('01'))}`,
      `>x${tds('12', hello)}`,
      `<x${tds('12', answer.slice(0, 40))}${tds('12', answer.slice(40))}`,
    ],
    'tds',
    'tds - 1 true',
  ],
  [
    'rdp',
    [
      `>x${x224('0ee000000000000100080003000000')}`,
      `<x${x224('0ed00000123400020f080002000000')}`,
      ...tls,
    ],
    'rdp',
    'rdp - 1 true',
  ],
  ['amqp', ['>x414d515002010000', '<x414d515002010000', ...tls], 'amqp', 'amqp - 1 true'],
  [
    'http connect',
    ['>CONNECT a.test:443 HTTP/1.1\r\nHost: a.test\r\n', '<HTTP/1.1 200 Established\r\n', ...tls],
    'http-connect',
    'http - 1 true',
    'a.test:443',
  ],
  [
    'http connect after 407',
    [
      '>CONNECT a.test:443 HTTP/1.1\r\n',
      '<HTTP/1.1 407 Who\r\nContent-Length: 2\r\n\r\nno',
      '>CONNECT a.test:443 HTTP/1.1\r\nProxy-Authorization: Basic c2VjcmV0\r\n',
      '<HTTP/1.1 200 OK\r\n',
      ...tls,
    ],
    'http-connect',
    'http - 3 true',
    'a.test:443',
  ],
  [
    'http upgrade',
    [
      '>OPTIONS * HTTP/1.1\r\nUpgrade: TLS/1.0\r\n',
      '<HTTP/1.1 101 Switching\r\nUpgrade: TLS/1.0\r\n',
      ...tls,
    ],
    'http-upgrade',
    'http true 1 true',
  ],
  [
    'smtp through http connect',
    [
      '>CONNECT a.test:25 HTTP/1.1\r\n',
      '<HTTP/1.1 200 OK\r\n',
      '<220 mx ESMTP',
      '>EHLO a',
      '<250 STARTTLS',
      '>STARTTLS',
      '<220 go',
      ...tls,
    ],
    'starttls-smtp',
    'smtp true 6 true',
    'a.test:25',
  ],
  [
    'socks 5',
    [
      '>x050100',
      '<x0500',
      `>x05010003 06${hexOf(text('a.test'))} 01bb`,
      '<x05000001 00000000 0000',
      ...tls,
    ],
    'socks5',
    'socks5 - 3 true',
    'a.test:443',
  ],
  [
    'socks 5 with a password',
    [
      '>x05020002',
      '<x0502',
      '>x0101750170',
      '<x0100',
      '>x05010001 c0000203 01bb',
      '<x05000001 00000000 0000',
      ...tls,
    ],
    'socks5',
    'socks5 - 5 true',
    '192.0.2.3:443',
  ],
  [
    'socks 4',
    ['>x040101bbc000020375736572 00', '<x005a000000000000', ...tls],
    'socks4',
    'socks4 - 1 true',
    '192.0.2.3:443',
  ],
  [
    'socks 4a',
    [`>x040101bb00000001 00 ${hexOf(text('a.test'))} 00`, '<x005a000000000000', ...tls],
    'socks4',
    'socks4 - 1 true',
    'a.test:443',
  ],
  [
    'proxy protocol 1',
    [`>x${hexOf(text('PROXY TCP4 192.0.2.9 192.0.2.2 1234 443\r\n'))}${hello}`, `<x${answer}`],
    'proxy-protocol',
    null,
    '192.0.2.9:1234',
  ],
  [
    'proxy protocol 2',
    [`>x0d0a0d0a000d0a515549540a 2111000c c0000209 c0000202 04d2 01bb ${hello}`, `<x${answer}`],
    'proxy-protocol',
    null,
    '192.0.2.9:1234',
  ],
  [
    'proxy protocol before smtp',
    [
      '>PROXY TCP4 192.0.2.9 192.0.2.2 1234 25',
      '<220 mx ESMTP',
      '>EHLO a',
      '<250 STARTTLS',
      '>STARTTLS',
      '<220 go',
      ...tls,
    ],
    'starttls-smtp',
    'smtp true 5 true',
    '192.0.2.9:1234',
  ],
]

for (const [name, dialogue, upgrade, facts, target = null] of dialogues) {
  test(`${name}: tls begins where it does, and what led to it is told`, () => {
    const c = follow(dialogue)
    assert.equal(c.protocol, 'tls')
    assert.deepEqual(
      c.messages.map((m) => `${m.from} ${m.name}`),
      ['client client_hello', 'server server_hello', 'server server_hello_done'],
    )
    assert.deepEqual(c.garbage, [])
    assert.equal(c.upgrade, upgrade)
    assert.equal(factsOf(c), facts)
    assert.equal(c.proxyTarget, target)
  })
  test(`${name}: in pieces of any size it is the same`, () => {
    for (const piece of [1, 2, 3, 5, 7]) assert.deepEqual(follow(dialogue, piece), follow(dialogue))
  })
}

const refusals: [name: string, dialogue: Dialogue, upgrade: string | null, facts: string][] = [
  [
    'smtp, not offered',
    ['<220 mx ESMTP', '>EHLO a', '<250-mx\r\n250 SIZE', '>QUIT', '<221 bye'],
    null,
    'smtp false - -',
  ],
  [
    'smtp, EHLO unknown',
    ['<220 mx ESMTP', '>EHLO a', '<502 what', '>QUIT', '<221 bye'],
    null,
    'smtp false - -',
  ],
  [
    'smtp, refused',
    ['<220 mx ESMTP', '>STARTTLS', '<454 not now'],
    'starttls-smtp',
    'smtp - 2 false',
  ],
  [
    'imap, not offered',
    ['<* OK [CAPABILITY IMAP4rev1] hi', '>a LOGOUT', '<* BYE'],
    null,
    'imap false - -',
  ],
  ['imap, refused', ['<* OK hi', '>a STARTTLS', '<a NO never'], 'starttls-imap', 'imap - 2 false'],
  ['pop3, not offered', ['<+OK hi', '>CAPA', '<+OK\r\nUIDL\r\n.', '>QUIT'], null, 'pop3 false - -'],
  ['pop3, refused', ['<+OK hi', '>STLS', '<-ERR no'], 'starttls-pop3', 'pop3 - 2 false'],
  ['ftp, refused', ['<220 hi', '>AUTH TLS', '<530 no'], 'starttls-ftp', 'ftp - 2 false'],
  ['irc, refused', ['>STARTTLS', '<:a 691 me :no'], 'starttls-irc', 'irc - 1 false'],
  [
    'ldap, refused',
    [`>x301d02010177188016${startTlsOid}`, '<x300c02010178070a010204000400'],
    'starttls-ldap',
    'ldap - 1 false',
  ],
  ['postgres, refused', ['>x0000000804d2162f', '<x4e'], 'postgres', 'postgres - 1 false'],
  [
    'rdp, refused',
    [`>x${x224('0ee000000000000100080001000000')}`, `<x${x224('0ed000001234000300080002000000')}`],
    'rdp',
    'rdp - 1 false',
  ],
  [
    'tds, not supported',
    [`>x${tds('12', prelogin('01'))}`, `<x${tds('04', prelogin('02'))}`],
    'tds',
    'tds - 1 false',
  ],
  ['amqp, refused', ['>x414d515002010000', '<x414d515003010000'], 'amqp', 'amqp - 1 false'],
  [
    'http connect, refused',
    ['>CONNECT a.test:443 HTTP/1.1\r\n', '<HTTP/1.1 403 No\r\n\r\nbody'],
    'http-connect',
    'http - 1 false',
  ],
  [
    'socks 5, refused',
    ['>x050100', '<x0500', '>x05010001c000020301bb', '<x05020001000000000000'],
    'socks5',
    'socks5 - 3 false',
  ],
  ['socks 5, no method', ['>x050100', '<x05ff'], 'socks5', 'socks5 - 1 false'],
  [
    'socks 4, refused',
    ['>x040101bbc000020300', '<x005b000000000000'],
    'socks4',
    'socks4 - 1 false',
  ],
]

for (const [name, dialogue, upgrade, facts] of refusals) {
  test(`${name}: no tls, and the facts say why`, () => {
    const c = follow(dialogue)
    assert.equal(c.protocol, null)
    assert.equal(c.upgrade, upgrade)
    assert.equal(factsOf(c), facts)
    assert.deepEqual(follow(dialogue, 1), c)
  })
}

const secrets: [name: string, dialogue: Dialogue][] = [
  ['smtp', ['<220 mx ESMTP', '>EHLO a', '<250 AUTH PLAIN', '>AUTH PLAIN c2VjcmV0']],
  [
    'smtp, asked for',
    ['<220 mx ESMTP', '>EHLO a', '<250 AUTH LOGIN', '>AUTH LOGIN', '<334 UGFzcw', '>c2VjcmV0'],
  ],
  ['imap', ['<* OK hi', '>a LOGIN me c2VjcmV0']],
  ['pop3', ['<+OK hi', '>USER me', '<+OK', '>PASS c2VjcmV0']],
  ['ftp', ['<220 hi', '>USER me', '<331 who', '>PASS c2VjcmV0']],
  ['irc', ['>PASS c2VjcmV0', '>NICK me']],
  ['http', ['>GET / HTTP/1.1\r\nAuthorization: Basic c2VjcmV0\r\nCookie: a=c2VjcmV0\r\n']],
  [
    'xmpp',
    [`>x${hexOf(text("<?xml version='1.0'?><stream:stream><auth m='PLAIN'>c2VjcmV0</auth>"))}`],
  ],
  ['socks 5', ['>x05020002', '<x0502', `>x01017508${hexOf(text('c2VjcmV0'))}`]],
]
for (const [name, dialogue] of secrets) {
  test(`${name}: the preface keeps no credential`, () => {
    const { preface } = follow(dialogue)
    assert.ok(preface.length > 0)
    assert.doesNotMatch(preface.map((line) => line.text).join('\n'), /c2VjcmV0/)
  })
}

test('lines of the preface say who, where and which bytes', () => {
  const [greeting, ehlo] = follow(['<220 mx ESMTP', '>EHLO a']).preface
  assert.deepEqual(greeting, {
    from: 'server',
    frame: 1,
    time: { seconds: 0, nanos: 0 },
    text: '220 mx ESMTP',
    span: { frame: 1, offset: 0, length: 14 },
  })
  assert.equal(ehlo?.from, 'client')
})

test('a greeting in plaintext, to a client that begins with tls, is told', () => {
  const c = follow(['<220 mx ESMTP', `>x${hello}`, '<500 what'])
  assert.equal(c.upgrade, null)
  assert.equal(c.upgradeFacts?.protocol, 'smtp')
  assert.equal(c.garbage.length, 1)
})

test('plaintext in answer to a hello is garbage, not a preface', () => {
  const c = follow([`>x${hello}`, '<HTTP/1.1 400 Bad Request'])
  assert.equal(c.garbage[0]?.why, 'type')
  assert.deepEqual(c.preface, [])
})

test('an alert in answer to plaintext is tls', () => {
  const c = follow(['>GET / HTTP/1.1\r\n', '<x15030100020246'])
  assert.equal(c.messages[0]?.name, 'protocol_version')
  assert.equal(c.upgradeFacts?.asked, null)
})

test('bytes that only look like a record amid a message are none', () => {
  const c = follow([
    '>GET / HTTP/1.1\r\n',
    `<HTTP/1.1 200 OK ${String.fromCharCode(...bytesOf(hello))}`,
  ])
  assert.equal(c.protocol, null)
})

test('a stream without a SYN that begins with a hello is no stream begun in the middle', () => {
  const c = follow(tls, Infinity, true)
  assert.equal(c.midstream, false)
  assert.equal(c.messages.length, 3)
})

test('plaintext without end is given up', () => {
  const flood = Array.from({ length: 100 }, (_, i) => `<line ${String(i).padStart(1000)}`)
  const c = follow(['>GET / HTTP/1.1\r\n', ...flood, ...tls])
  assert.ok(c.preface.length <= 200)
})
