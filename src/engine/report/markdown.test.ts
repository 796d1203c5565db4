import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  makeConnection,
  makeEvidence,
  makeReport,
  makeVerdict,
} from '../../../test/sample-report.ts'
import { markdownReport } from './markdown.ts'

test('markdown: a section for each conversation that failed', () => {
  const text = markdownReport(
    makeReport([
      makeConnection({ id: 1, outcome: 'completed', verdict: null }),
      makeConnection({
        serverName: 'shop.example',
        verdict: makeVerdict({
          evidence: [makeEvidence({ frame: 32, hex: '022a', reference: 'RFC 8446 section 6' })],
          ruledOut: ['The chain was complete'],
          alternatives: ['unexplained-alert'],
          remedies: ['Renew it', 'Restart'],
          reproduce: 'openssl s_client',
        }),
        remarks: [makeEvidence({ text: 'Weak suite' })],
      }),
    ]),
  )
  assert.equal(
    text,
    `# TLS handshakes

1 failed, 0 incomplete, 1 completed, 0 not TLS, in \`story.cap\`.

## 2. The client's certificate had expired.

| | |
|---|---|
| Client | 10.51.2.231 port 1100 |
| Server | 10.244.64.15 port 5443 |
| Time | 2009-07-14T10:12:33.000000Z |
| Frames | 4 to 36 |
| Server name (SNI) | shop.example |
| Cause | \`client-certificate-expired\` (certain) |
| Ended by | server |

It ended ten weeks before.

**Evidence**

- frame 32: The server sent an alert (RFC 8446 section 6) \`02 2A\`

**Checked, and not the reason**

- The chain was complete

**Also possible**: \`unexplained-alert\`

**What to do**

1. Renew it
2. Restart

**To see it again**

\`\`\`sh
openssl s_client
\`\`\`

**Worth knowing**

- Weak suite
`,
  )
})

test('markdown: with `all` completed conversations too', () => {
  const report = makeReport([makeConnection({ id: 1, outcome: 'completed', verdict: null })])
  assert.ok(!markdownReport(report).includes('## '))
  assert.match(markdownReport(report, true), /^## 1\. Handshake completed$/m)
})

test('markdown: what failed alike is one section with a list of the others', () => {
  const connections = Array.from({ length: 13 }, (_, i) => makeConnection({ id: i + 1 }))
  const text = markdownReport(makeReport(connections))
  assert.equal(text.match(/^## /gm)?.length, 1)
  assert.match(
    text,
    /\n\n\*\*12 more failed the same way\*\*\n\n- 2: 10\.51\.2\.231 port 1100 to 10\.244\.64\.15 port 5443, frames 4 to 36, 2009-07-14T10:12:33\.000000Z\n/,
  )
  assert.ok(
    text.endsWith(
      '\n- … and 2 more, until 2009-07-14T10:12:33.000000Z: 1 client, 1 server in all\n',
    ),
  )
  assert.equal(markdownReport(makeReport(connections), true).match(/^## /gm)?.length, 13)
})

const hostile: [what: string, text: string, shown: string][] = [
  ['HTML', '<img src=x>', '\\<img src=x\\>'],
  ['a link', '[x](y)', '\\[x\\](y)'],
  ['a cell', 'a|b', 'a\\|b'],
  ['emphasis and code', '*a*_b_`c`', '\\*a\\*\\_b\\_\\`c\\`'],
  ['a line of its own', 'a\n# b', 'a\\\\u000a\\# b'],
]
for (const [what, text, shown] of hostile)
  test(`markdown: ${what} from the wire stays text`, () => {
    const report = makeReport([
      makeConnection({ serverName: text, verdict: makeVerdict({ explanation: text }) }),
    ])
    const lines = markdownReport(report).split('\n')
    assert.ok(lines.includes(`| Server name (SNI) | ${shown} |`))
    assert.ok(lines.includes(shown))
  })

test('markdown: damage of the files is told at the end', () => {
  const report = makeReport([])
  report.captures[0]!.problems.push({ at: 8990, frame: 38, message: 'the frame is cut_off' })
  assert.ok(markdownReport(report).endsWith('\n\n> story.cap, byte 8990: the frame is cut\\_off\n'))
})
