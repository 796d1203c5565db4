import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeConnection, makeVerdict } from '../../../test/sample-report.ts'
import { Alike, othersTitle, sidesOf, type Group } from './alike.ts'
import type { ConnectionReport } from './model.ts'

function groupsOf(connections: readonly ConnectionReport[], most?: number): readonly Group[] {
  const alike = new Alike((c) => `story of ${c.id}`, most)
  for (const connection of connections) alike.add(connection)
  return alike.groups()
}

function failures(count: number): ConnectionReport[] {
  return Array.from({ length: count }, (_, i) =>
    makeConnection({
      id: i + 1,
      client: { address: `10.0.0.${i % 200}`, port: 40_000 + i },
      firstTime: `2009-07-14T10:12:${String(i % 60).padStart(2, '0')}.000000Z`,
    }),
  )
}

const pairs: [what: string, alike: boolean, changes: Partial<ConnectionReport>[]][] = [
  [
    'other ports and frames',
    true,
    [{}, { client: { address: '10.1.1.1', port: 9 }, lastFrame: 99 }],
  ],
  [
    'servers that have no name',
    true,
    ['192.0.2.1', '2001:db8::9'].map((address) => {
      const target = address.includes(':') ? `[${address}]:443` : `${address}:443`
      const headline = `Nothing accepts connections on ${target}`
      return { server: { address, port: 443 }, verdict: makeVerdict({ headline }) }
    }),
  ],
  [
    'frames in the explanation',
    true,
    [7, 9].map((n) => ({ verdict: makeVerdict({ explanation: `It ended in frame ${n}.` }) })),
  ],
  [
    'names of servers',
    false,
    ['a.example', 'b.example'].map((name) => ({
      verdict: makeVerdict({ headline: `The certificate of ${name}:443 had expired` }),
    })),
  ],
  ['causes', false, [{}, { verdict: makeVerdict({ cause: 'packet-loss' }) }]],
  ['sides', false, [{}, { verdict: makeVerdict({ rejectedBy: 'client' }) }]],
  ['explanations', false, [{}, { verdict: makeVerdict({ explanation: 'It is damaged.' }) }]],
  ['outcomes', false, [{}, { outcome: 'incomplete' }]],
]
for (const [what, alike, changes] of pairs)
  test(`alike: ${what} ${alike ? 'make no' : 'make a'} difference`, () => {
    const groups = groupsOf(changes.map((change, i) => makeConnection({ id: i + 1, ...change })))
    assert.equal(groups.length, alike ? 1 : 2)
  })

test('alike: the lowest number is the first, in whatever order they come', () => {
  for (const order of [
    [3, 1, 2],
    [1, 2, 3],
    [2, 3, 1],
  ]) {
    const [group, ...others] = groupsOf(order.map((id) => makeConnection({ id })))
    assert.ok(group)
    assert.deepEqual(others, [])
    assert.equal(group.told, 'story of 1')
    assert.deepEqual(
      [group.first, ...group.mentions].map(({ id }) => id),
      [1, 2, 3],
    )
    assert.equal(group.more, 2)
  }
})

test('alike: ten of the others are mentioned, and the rest is counted', () => {
  const [group] = groupsOf(failures(151).reverse())
  assert.ok(group)
  assert.equal(group.more, 150)
  assert.deepEqual(
    group.mentions.map(({ id }) => id),
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  )
  assert.equal(othersTitle(group), '150 more failed the same way')
  assert.equal(sidesOf(group), 'over 100 clients, 1 server')
  assert.equal(group.lastTime, '2009-07-14T10:12:59.000000Z')
})

test('alike: when enough is told, what fails for a known cause is counted with it', () => {
  const connections = Array.from({ length: 40 }, (_, i) =>
    makeConnection({ id: i + 1, verdict: makeVerdict({ headline: `It was ${i}` }) }),
  )
  const groups = groupsOf(connections, 1000)
  assert.ok(groups.length < 20, `${groups.length} groups`)
  assert.equal(
    groups.reduce((sum, { more }) => sum + 1 + more, 0),
    40,
  )
  const last = groups.at(-1)
  assert.ok(last?.byCause)
  assert.match(othersTitle(last), /^\d+ more failed for the same cause$/)
})
