import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSample, rowsOf } from '../../../test/samples.ts'
import { describeFrameRow, frameColumns, frameJson } from './frame-table.ts'

const alert = rowsOf(readSample('bad-client-certificate.cap'))[31]!
const layout = { utc: false, tabs: false, width: null }

test('frame table: heading and row stand in the same columns', () => {
  const head = frameColumns(layout)
  const row = describeFrameRow(alert, layout)
  assert.equal(head, ' Frame        Time  Source          Destination     Protocol Description\n')
  assert.equal(
    row,
    '    32    0.233410  10.244.64.15    10.51.2.231     TLS      Alert: fatal bad_certificate (42)\n',
  )
})

test('frame table: the time of day, and columns that still agree', () => {
  const utc = { ...layout, utc: true }
  const [head, row] = [frameColumns(utc), describeFrameRow(alert, utc)]
  assert.match(row, /^ {4}32 10:12:33\.338520 {2}10\.244\.64\.15/)
  assert.equal(head.indexOf('Source'), row.indexOf('10.244'))
})

test('frame table: tabs between columns that are not cut', () => {
  const tabs = { ...layout, tabs: true, width: 20 }
  assert.equal(
    describeFrameRow(alert, tabs),
    '32\t0.233410\t10.244.64.15\t10.51.2.231\tTLS\tAlert: fatal bad_certificate (42)\n',
  )
})

test('frame table: cut to the terminal', () => {
  const row = describeFrameRow(alert, { ...layout, width: 40 })
  assert.equal(row.trimEnd().length, 40)
  assert.ok(row.endsWith('…\n'))
})

test('frame table: alerts are marked, close_notify is not', () => {
  const paint = (ink: string, text: string): string => `<${ink}>${text}</>`
  assert.match(describeFrameRow(alert, layout, paint), /^<failed>.*<\/>\n$/)
  const closed = { ...alert, tls: { ...alert.tls!, alerts: [0] } }
  assert.ok(!describeFrameRow(closed, layout, paint).includes('<'))
})

test('frame table: a description from the wire cannot steer the terminal', () => {
  const row = { ...alert, description: 'SNI \u001b[2J' }
  assert.ok(!describeFrameRow(row, layout).includes('\u001b'))
})

test('frame table: the row for programs', () => {
  assert.deepEqual(frameJson(alert), {
    frame: 32,
    time: '2009-07-14T10:12:33.338520000Z',
    offset: alert.offset,
    source: '10.244.64.15',
    destination: '10.51.2.231',
    sourcePort: 5443,
    destinationPort: 1100,
    protocol: 'TLS',
    protocols: ['Ethernet', 'IPv4', 'TCP', 'TLS'],
    length: 61,
    description: 'Alert: fatal bad_certificate (42)',
    conversation: alert.tls?.conversation,
    messages: ['bad_certificate'],
  })
  const bare = frameJson({ ...alert, ports: null, tls: null, protocols: [] })
  assert.deepEqual(
    ['sourcePort', 'conversation', 'messages'].map((key) => key in bare),
    [false, false, false],
  )
  assert.equal(bare['protocol'], '')
})
