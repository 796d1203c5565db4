import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isKeyLog, parseKeyLog } from './keylog.ts'

const random = '5A'.repeat(32)
const master = '0b'.repeat(48)

test('key log: secrets are found by label and client random, whatever the case', () => {
  const log = parseKeyLog(`# made by hand\r\nCLIENT_RANDOM ${random} ${master}\r\n\r\n`)
  assert.deepEqual(
    log.secrets.get('CLIENT_RANDOM')?.get(random.toLowerCase()),
    new Uint8Array(48).fill(0x0b),
  )
  assert.equal(log.count, 1)
  assert.deepEqual(log.problems, [])
})

test('key log: labels nobody has heard of are kept too', () => {
  const log = parseKeyLog(`QUIC_NEW_SECRET_9 ${random} abcd`)
  assert.deepEqual(
    log.secrets.get('QUIC_NEW_SECRET_9')?.get(random.toLowerCase()),
    Uint8Array.of(0xab, 0xcd),
  )
})

test('key log: RSA lines of both kinds', () => {
  const log = parseKeyLog(
    `RSA 0102030405060708 ${master}\nRSA Session-ID:AB01 Master-Key:${master}\n`,
  )
  assert.equal(log.premasters.get('0102030405060708')?.length, 48)
  assert.equal(log.sessions.get('ab01')?.length, 48)
  assert.equal(log.count, 2)
})

test('key log: a byte order mark and blanks around are no harm', () => {
  const log = parseKeyLog(`\ufeffCLIENT_RANDOM\t${random}  ${master} `)
  assert.equal(log.count, 1)
})

test('key log: the last of two lines for one connection counts', () => {
  const log = parseKeyLog(`A_LABEL ${random} 01\nA_LABEL ${random} 02`)
  assert.deepEqual(log.secrets.get('A_LABEL')?.get(random.toLowerCase()), Uint8Array.of(2))
  assert.equal(log.count, 1)
})

const faults: [line: string, message: string][] = [
  ['hello world', 'does not begin with a label such as CLIENT_RANDOM'],
  ['CLIENT_RANDOM', 'CLIENT_RANDOM: a label, an identifier and a secret are expected'],
  [`CLIENT_RANDOM ${random}`, 'CLIENT_RANDOM: a label, an identifier and a secret are expected'],
  [`CLIENT_RANDOM ${random} 01 02`, 'CLIENT_RANDOM: something follows the secret'],
  [`CLIENT_RANDOM ${random}00 01`, 'CLIENT_RANDOM: a client random of 32 bytes is expected'],
  [`CLIENT_RANDOM ${random.replace('A', 'G')} 01`, 'the identifier is not hexadecimal'],
  [`CLIENT_RANDOM ${random} 012`, 'the secret is not hexadecimal'],
  [`RSA 01 ${master}`, 'RSA: 8 bytes of the encrypted premaster secret are expected'],
  [`A_LABEL ${random} ${'00'.repeat(4097)}`, 'the secret is longer than 4096 bytes'],
]
for (const [line, message] of faults) {
  test(`key log: refuses the line, not the file: ${message} (${line.slice(0, 20)})`, () => {
    const log = parseKeyLog(`\n${line}\nA_LABEL ${random} 01`)
    assert.deepEqual(log.problems, [{ line: 2, message }])
    assert.equal(log.count, 1)
  })
}

test('key log: problems are bounded and counted', () => {
  const log = parseKeyLog('x\n'.repeat(1000))
  assert.equal(log.problems.length, 100)
  assert.equal(log.badLines, 1000)
})

test('key log: is told from other text', () => {
  assert.equal(isKeyLog(`# comment\nCLIENT_RANDOM ${random} ${master}`), true)
  assert.equal(isKeyLog('GET / HTTP/1.1'), false)
  assert.equal(isKeyLog(''), false)
})
