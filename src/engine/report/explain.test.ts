import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertRows } from '../registry/tables/alerts.ts'
import { causes } from '../registry/tables/causes.ts'
import { schannelErrorRows } from '../registry/tables/schannel-alert-errors.ts'
import { schannelEventRows } from '../registry/tables/schannel-events.ts'
import { stackErrorRows } from '../registry/tables/stack-error-strings.ts'
import { describeExplanation } from './explain-text.ts'
import { explain, explainableNames } from './explain.ts'
import { width } from './layout.ts'

const hex = (n: number): string => n.toString(16).padStart(2, '0')

for (const { codepoint, name } of alertRows)
  test(`explain: the alert ${name}, by name and by number`, () => {
    const [byName, ...more] = explain(name)
    assert.equal(more.length, 0)
    assert.equal(byName?.kind, 'alert')
    assert.equal(byName.title, `${name} (${codepoint}, 0x${hex(codepoint)})`)
    assert.notEqual(byName.meaning, '')
    for (const query of [
      String(codepoint),
      `0x${hex(codepoint)}`,
      ` ${codepoint}\n`,
      name.toUpperCase(),
      `${name} (${codepoint})`,
    ])
      assert.deepEqual(explain(query), [byName], query)
    assert.deepEqual(explain(name.replaceAll('_', ' '))[0], byName)
  })

for (const { code } of causes)
  test(`explain: the cause ${code}`, () => {
    const [found, ...more] = explain(code)
    assert.equal(more.length, 0)
    assert.equal(found?.kind, 'cause')
    assert.equal(found.title, code)
    assert.notEqual(found.meaning, '')
    const inWords = explain(code.replaceAll('-', ' ').toUpperCase())
    assert.ok(inWords.some(({ title }) => title === code))
  })

for (const { event } of schannelEventRows)
  test(`explain: the Schannel event ${event}`, () => {
    const found = explain(String(event))
    assert.ok(found.length > 0)
    for (const { kind, title, meaning } of found) {
      assert.equal(kind, 'schannel-event')
      assert.match(title, new RegExp(`^Schannel event ${event} \\(.+\\)$`))
      assert.notEqual(meaning, '')
    }
    assert.deepEqual(explain(`Schannel event ${event}`), found)
    assert.deepEqual(explain(`Event ID: ${event}`), found)
  })

for (const { status, code } of schannelErrorRows)
  test(`explain: the Windows status ${status}`, () => {
    for (const query of [status, status.toLowerCase(), `0x${code.toString(16)}`]) {
      const [found] = explain(query)
      assert.equal(found?.kind, 'status-code', query)
      assert.ok(found.title.endsWith(`(0x${code.toString(16)})`), query)
    }
  })

// Rows are 1,400: one test for each would drown the others, so each failure is named in the list.
test('explain: every line that a stack prints is recognised by its own pattern', () => {
  const missed = stackErrorRows()
    .filter((row) => row.kind === 'text')
    .filter(({ pattern, meaning }) => {
      const found = explain(`2026-01-02 03:04:05 [error] ${pattern}, while connecting`)
      return !found.some((reading) => reading.kind === 'log-line' && reading.meaning === meaning)
    })
    .map(({ stack, pattern }) => `${stack}: ${pattern}`)
  assert.deepEqual(missed, [])
})

test('explain: every regular expression of the table compiles, and takes no empty line', () => {
  for (const { kind, pattern } of stackErrorRows())
    if (kind === 'regex') assert.equal(new RegExp(pattern, 'i').test(''), false, pattern)
})

test('explain: every cause that a table names is one', () => {
  const codes = new Set<string>(causes.map(({ code }) => code))
  const unknown = [...stackErrorRows(), ...schannelEventRows].flatMap((row) =>
    row.causes.split(' ').filter((code) => code !== '' && !codes.has(code)),
  )
  assert.deepEqual([...new Set(unknown)], [])
})

test('explain: numbers are decimal unless they cannot be', () => {
  const titles = (query: string): string[] => explain(query).map(({ title }) => title)
  assert.deepEqual(titles('42'), ['bad_certificate (42, 0x2a)'])
  assert.deepEqual(titles('2A'), ['bad_certificate (42, 0x2a)'])
  assert.deepEqual(titles('2Ah'), ['bad_certificate (42, 0x2a)'])
  assert.deepEqual(titles('0x42'), ['unknown alert (66, 0x42)'])
  assert.deepEqual(titles('255'), ['unknown alert (255, 0xff)'])
})

test('explain: words that an alert and a cause share are told apart by their spelling', () => {
  const kinds = (query: string): string[] => explain(query).map(({ kind }) => kind)
  assert.deepEqual(kinds('internal_error'), ['alert'])
  assert.deepEqual(kinds('internal-error'), ['cause'])
  assert.deepEqual(kinds('internal error'), ['alert', 'cause'])
})

const lines: [line: string, cause: string][] = [
  [
    'error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48',
    'server-certificate-unknown-issuer',
  ],
  ['curl: (60) SSL certificate problem: certificate has expired', 'server-certificate-expired'],
  [
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
    'server-certificate-unknown-issuer',
  ],
  [
    'x509: certificate signed by unknown authority (possibly because of ...)',
    'server-certificate-unknown-issuer',
  ],
]
for (const [line, cause] of lines)
  test(`explain: ${line.slice(0, 60)}`, () => {
    const found = explain(line)
    assert.ok(found.length > 0 && found.length <= 4)
    assert.ok(found.some((reading) => reading.causes.some((code) => code === cause)))
  })

for (const query of ['', ' ', 'quux', '123456', '99999999999999999999', '0x', '__proto__'])
  test(`explain: nothing is known of "${query}"`, () => {
    assert.deepEqual(explain(query), [])
  })

test('explain: the names it knows exactly are the alerts and the causes', () => {
  const names = explainableNames()
  assert.equal(names.length, alertRows.length + causes.length)
  assert.ok(names.every((name) => explain(name).length > 0))
})

test('explain: as text, within the terminal and without control characters', () => {
  const queries = [...explainableNames(), ...schannelEventRows.map(({ event }) => String(event))]
  for (const explanation of queries.flatMap(explain)) {
    const text = describeExplanation(explanation)
    assert.ok(text.startsWith(`${explanation.title}\n\n  `) && text.endsWith('\n'))
    for (const cause of explanation.causes) assert.ok(text.includes(`\n    ${cause}\n`))
    for (const line of text.split('\n').slice(1))
      assert.ok(line.length <= width || !line.trim().includes(' '), line)
    assert.ok(!/[\u0000-\u0009\u000b-\u001f]/.test(text))
  }
})

test('explain: as text, labelled facts stand in a column', () => {
  const text = describeExplanation(
    {
      kind: 'alert',
      title: 'T',
      meaning: 'M.',
      facts: [
        ['Level', 'fatal'],
        ['Exists in', 'all'],
      ],
      causes: ['client-certificate-expired'],
    },
    (ink, t) => `<${ink}>${t}</>`,
  )
  assert.ok(
    text.startsWith(
      '<strong>T</>\n\n  M.\n\n  Level      fatal\n  Exists in  all\n\n' +
        '  <strong>What usually causes it</>\n    client-certificate-expired\n        ',
    ),
  )
})

for (const [line, event, alert] of [
  ['36887 46', 36887, 'certificate_unknown'],
  ['Schannel event 36888: 40', 36888, 'handshake_failure'],
  [
    'A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 46.',
    36887,
    'certificate_unknown',
  ],
  ['The TLS protocol defined fatal error code is 40.', 36888, 'handshake_failure'],
] as const)
  test(`explain: the event and its alert in "${line}"`, () => {
    const [first, second] = explain(line)
    assert.ok(first?.title.startsWith(`Schannel event ${event}`))
    assert.ok(second?.title.startsWith(`${alert} (`))
  })

const schannelLines: [line: string, event: number, alert: string | null, state: RegExp | null][] = [
  ['schannel 36871 error state 10013', 36871, null, /^10013: no protocol version enabled/],
  ['36871 10011', 36871, null, /^10011: parameters of the caller/],
  ['Event ID 36871: 4711', 36871, null, /^4711: no table says what it means/],
  ['error state 10013', 36871, null, /^10013: no protocol version enabled/],
  ['36888 40 1205', 36888, 'handshake_failure (40)', /^1205: no suite in common/],
  // The state is known beside another alert only.
  ['36888 80 1205', 36888, 'internal_error (80)', /^1205: no table says/],
  ['36888 48 813', 36888, 'unknown_ca (48)', /^813: certificate/],
  [
    'Schannel\t36888\tA fatal alert was generated and sent to the remote endpoint. The TLS protocol defined ' +
      'fatal error code is 10. The Windows SChannel error state is 1203.',
    36888,
    'unexpected_message (10)',
    /^1203: no ClientHello/,
  ],
  [
    'A fatal error occurred while creating a TLS client credential. The internal error state is 10013.',
    36871,
    null,
    /^10013: /,
  ],
  [
    'A fatal error occurred when attempting to access the TLS server credential private key. The error code ' +
      'returned from the cryptographic module is 0x8009030D. The internal error state is 10001.',
    36870,
    null,
    /^10001: no table says/,
  ],
]
for (const [line, event, alert, state] of schannelLines)
  test(`explain: the numbers in "${line}"`, () => {
    const [found] = explain(line)
    const facts = new Map(found?.facts)
    assert.ok(found?.title.startsWith(`Schannel event ${event} `))
    assert.equal(facts.get('Alert')?.split(',')[0] ?? null, alert)
    if (state !== null) assert.match(facts.get('Error state') ?? '', state)
  })

test('explain: an event that tells of an alert names the one who sent it, and leaves the causes to the alert', () => {
  const [received, alert] = explain('36887 48')
  assert.ok(received)
  assert.ok(received.facts.some(([, text]) => text === 'unknown_ca (48), sent by the peer'))
  assert.deepEqual(received.causes, [])
  assert.ok(alert?.causes.includes('server-certificate-unknown-issuer'))
  const [bare] = explain('36887')
  assert.ok(bare?.facts.some(([label]) => label === 'To go on'))
})

test('explain: a Windows status in an event is explained behind it', () => {
  const text =
    'The certificate received from the remote server has not validated correctly. The error code is 0x80090325.'
  assert.deepEqual(
    explain(text)
      .map(({ title }) => title)
      .slice(0, 2),
    ['Schannel event 36876 (error)', 'SEC_E_UNTRUSTED_ROOT (0x80090325)'],
  )
})

test('explain: an error state that no table has is said to be unknown', () => {
  const [found] = explain('schannel error state 77')
  assert.match(found?.meaning ?? '', /no table says what it means/)
})
