import assert from 'node:assert/strict'
import { test } from 'node:test'
import { communityId } from './community-id.ts'

// The first three are baselines of the specification's own repository.
const rows: [a: [string, number], b: [string, number], protocol: number, id: string][] = [
  [['128.232.110.120', 34855], ['66.35.250.204', 80], 6, '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
  [['66.35.250.204', 80], ['128.232.110.120', 34855], 6, '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
  [['192.168.1.52', 54585], ['8.8.8.8', 53], 17, '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
]
for (const [a, b, protocol, id] of rows) {
  test(`community id of ${a.join(':')} and ${b.join(':')}`, () => {
    const end = ([address, port]: [string, number]) => ({ address, port })
    assert.equal(communityId(end(a), end(b), protocol), id)
  })
}

test('an end without an IP address has no community id', () => {
  const mac = { address: '00:30:48:7e:1b:90', port: 0 }
  assert.equal(communityId(mac, mac, 6), '')
})

test('ipv6 in every form is the same address', () => {
  const b = { address: '2001:db8::2', port: 443 }
  const ids = ['2001:db8::1', '2001:db8:0:0:0:0:0:1', '2001:0db8::0.0.0.1'].map((address) =>
    communityId({ address, port: 1 }, b, 6),
  )
  assert.equal(new Set(ids).size, 1)
})
