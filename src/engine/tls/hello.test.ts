// What hellos say, and their fingerprints. The ClientHello is the one of FoxIO's own description of JA4.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unhex } from '../crypto/octets.ts'
import { ja3, ja3s, ja3sText, ja3Text, ja4 } from './fingerprint.ts'
import { parseHandshake, type ClientHello, type ServerHello } from './handshake.ts'
import * as hellos from './hello.ts'

const be16 = (value: number) => value.toString(16).padStart(4, '0')
const vector16 = (body: string) => be16(unhex(body).length) + body.replaceAll(' ', '')
const vector8 = (body: string) => be16(unhex(body).length).slice(2) + body.replaceAll(' ', '')
const extension = (type: number, body: string) => be16(type) + vector16(body)

function read(type: number, body: string): ClientHello | ServerHello {
  const bytes = unhex(body)
  const message = Uint8Array.of(type, 0, bytes.length >> 8, bytes.length, ...bytes)
  const { body: hello, damage } = parseHandshake(message)
  assert.equal(damage, null)
  assert.ok(hello?.kind === 'client_hello' || hello?.kind === 'server_hello')
  return hello
}

const suites = '4a4a 1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d 002f 0035'
const schemes = '0403 0804 0401 0503 0805 0501 0806 0601'
const name = '6578616d706c652e636f6d'

const clientExtensions = [
  extension(0x2a2a, ''),
  extension(0x001b, vector8('0002')),
  extension(0x0000, vector16(`00${vector16(name)}`)),
  extension(0x0033, vector16(`001d ${vector16('aabb')}`)),
  extension(0x0010, vector16(vector8('6832') + vector8('687474702f312e31'))),
  extension(0x4469, vector16(vector8('6832'))),
  extension(0x0017, ''),
  extension(0x002d, vector8('01')),
  extension(0x000d, vector16(schemes)),
  extension(0x0005, '0100000000'),
  extension(0x0023, ''),
  extension(0x0012, ''),
  extension(0x002b, vector8('3a3a 0304 0303')),
  extension(0xff01, '00'),
  extension(0x000b, vector8('00')),
  extension(0x000a, vector16('0a0a 001d 0017 0018')),
  extension(0x0015, '0000'),
]

function clientHello(list: readonly string[], cipherSuites = suites): ClientHello {
  const body = `0303${'5a'.repeat(32)}00${vector16(cipherSuites)}0100${vector16(list.join(''))}`
  return read(1, body) as ClientHello
}

const client = clientHello(clientExtensions)
const server = read(
  2,
  `0303 ${'5a'.repeat(32)} 00 1301 00 ${vector16(extension(43, '0304') + extension(51, `001d${vector16('cc')}`))}`,
) as ServerHello

const said: [what: string, value: unknown, expected: unknown][] = [
  ['server names', hellos.serverNames(client), ['example.com']],
  ['versions', hellos.supportedVersions(client), [0x3a3a, 0x0304, 0x0303]],
  ['the newest version', hellos.newestOffered(client), 0x0304],
  ['groups', hellos.supportedGroups(client), [0x0a0a, 0x1d, 0x17, 0x18]],
  ['point formats', hellos.pointFormats(client), [0]],
  ['key shares', hellos.keyShares(client), [{ group: 0x1d, keyExchange: unhex('aabb') }]],
  ['signature schemes', hellos.signatureSchemes(client)?.length, 8],
  ['schemes for certificates', hellos.certificateSignatureSchemes(client)?.[0], 0x0403],
  ['protocols', hellos.alpnProtocols(client), ['h2', 'http/1.1']],
  ['PSK modes', hellos.pskModes(client), [1]],
  ['compression of certificates', hellos.certificateCompressions(client), [2]],
  ['no PSK', hellos.pskIdentities(client), null],
  ['no cookie', hellos.helloCookie(client), null],
  ['no record size limit', hellos.recordSizeLimit(client), null],
  ['no fragment length', hellos.maxFragmentLength(client), null],
  ['no encrypted hello', hellos.encryptedHello(client), null],
  ['no certificate types', hellos.clientCertificateTypes(client), null],
  ['no certificate types of the server', hellos.serverCertificateTypes(client), null],
  ['a status request', hellos.certificateStatus(client), { statusType: 1, response: null }],
  ['presence', hellos.hasExtension(client, 23), true],
  ['absence', hellos.hasExtension(client, 24), false],
  ['the version chosen', hellos.selectedVersion(server), 0x0304],
  ['the share chosen', hellos.keyShares(server), [{ group: 0x1d, keyExchange: unhex('cc') }]],
]
for (const [what, value, expected] of said) {
  test(`hello: ${what}`, () => assert.deepEqual(value, expected))
}

test('names that are no text are written so that nothing on a terminal obeys them', () => {
  const odd = clientHello([extension(0, vector16(`00${vector16('1b5b326a')}`))])
  assert.deepEqual(hellos.serverNames(odd), ['\\x1b[2j'])
})

test('JA4 of a browser, as FoxIO gives it', () => {
  assert.equal(ja4(client, 'tcp'), 't13d1516h2_8daaf6152771_e5627efa2ab1')
  assert.equal(ja4(client, 'quic').slice(0, 10), 'q13d1516h2')
})

const odd: [what: string, start: string, list: string[]][] = [
  ['no extension at all', 't12i151500_8daaf6152771_000000000000'.replace('1515', '1500'), []],
  ['an ALPN name of one character', 't12i1501xx', [extension(16, vector16(vector8('78')))]],
  ['an ALPN name that is no text', 't12i1501a2', [extension(16, vector16(vector8('aab2')))]],
  ['an odd version', 't00i150100', [extension(43, vector8('0399'))]],
]
for (const [what, start, list] of odd) {
  test(`JA4 of a hello with ${what}`, () =>
    assert.equal(ja4(clientHello(list), 'tcp').slice(0, start.length), start))
}

test('JA4 of a hello without suites that count', () => {
  assert.match(ja4(clientHello([], '1a1a'), 'dtls'), /^d12i000000_000000000000_000000000000$/)
})

test('JA3 and JA3S', () => {
  assert.equal(
    ja3Text(client),
    '771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53,' +
      '27-0-51-16-17513-23-45-13-5-35-18-43-65281-11-10-21,29-23-24,0',
  )
  assert.match(ja3(client), /^[0-9a-f]{32}$/)
  assert.equal(ja3sText(server), '771,4865,43-51')
  // Published for TLS 1.3 servers that answer so.
  assert.equal(ja3s(server), 'f4febc55ea12b31ae17cfb7e614afda8')
})
