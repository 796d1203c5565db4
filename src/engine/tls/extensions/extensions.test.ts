// Every extension: a good example, and a cut at every byte.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unhex } from '../../crypto/octets.ts'
import { extensions } from '../../registry/tables/extensions.ts'
import { Cursor } from '../../wire/cursor.ts'
import { parseExtension, type ExtensionPlace } from './extension.ts'
import { extensionReaders, findExtensionReader } from './readers.ts'

type Name = keyof typeof extensions
const client = 'client_hello'
const server = 'server_hello'

const good: [name: Name, place: ExtensionPlace, data: string, value: unknown][] = [
  ['server_name', client, '0005 00 0002 6162', [{ nameType: 0, name: unhex('6162') }]],
  ['server_name', server, '', []],
  ['max_fragment_length', client, '02', 2],
  ['client_certificate_url', client, '', true],
  [
    'trusted_ca_keys',
    client,
    `001b 00 02 0002 3000 03 ${'11'.repeat(20)}`,
    [
      { identifierType: 0, identifier: unhex('') },
      { identifierType: 2, identifier: unhex('3000') },
      { identifierType: 3, identifier: unhex('11'.repeat(20)) },
    ],
  ],
  ['truncated_hmac', client, '', true],
  ['status_request', client, '01 0000 0000', { statusType: 1, response: null }],
  ['status_request', server, '', { statusType: null, response: null }],
  ['status_request', 'certificate', '01 000002 3000', { statusType: 1, response: unhex('3000') }],
  ['cert_type', client, '02 00 01', [0, 1]],
  ['cert_type', server, '01', [1]],
  ['supported_groups', client, '0004 001d 0017', [0x1d, 0x17]],
  ['ec_point_formats', client, '02 00 01', [0, 1]],
  ['srp', client, '02 6162', unhex('6162')],
  ['signature_algorithms', client, '0004 0403 0804', [0x0403, 0x0804]],
  ['signature_algorithms_cert', client, '0002 0403', [0x0403]],
  ['use_srtp', client, '0002 0001 01 aa', { profiles: [1], mki: unhex('aa') }],
  ['heartbeat', client, '01', 1],
  ['application_layer_protocol_negotiation', client, '0003 02 6832', [unhex('6832')]],
  ['status_request_v2', client, '0007 02 0004 0000 0000', [2]],
  ['status_request_v2', server, '', []],
  ['signed_certificate_timestamp', client, '', []],
  ['signed_certificate_timestamp', 'certificate', '0004 0002 aabb', [unhex('aabb')]],
  ['client_certificate_type', client, '02 02 00', [2, 0]],
  ['server_certificate_type', 'encrypted_extensions', '02', [2]],
  ['padding', client, '0000', unhex('0000')],
  ['encrypt_then_mac', client, '', true],
  ['extended_master_secret', client, '', true],
  ['token_binding', client, '0100 01 02', { version: 0x0100, keyParameters: [2] }],
  ['compress_certificate', client, '04 0001 0002', [1, 2]],
  ['record_size_limit', client, '4001', 0x4001],
  ['tls_cert_with_extern_psk', client, '', true],
  ['delegated_credential', client, '0002 0403', [0x0403]],
  ['delegated_credential', 'certificate', 'aabb', []],
  ['session_ticket', client, 'aabb', unhex('aabb')],
  [
    'pre_shared_key',
    client,
    '0008 0002 aabb 00000009 0003 02 ccdd',
    {
      identities: [{ identity: unhex('aabb'), obfuscatedTicketAge: 9 }],
      binders: [unhex('ccdd')],
      selectedIdentity: null,
    },
  ],
  ['pre_shared_key', server, '0001', { identities: [], binders: [], selectedIdentity: 1 }],
  ['early_data', client, '', null],
  ['early_data', 'new_session_ticket', '00001000', 4096],
  ['supported_versions', client, '04 0304 0303', [0x0304, 0x0303]],
  ['supported_versions', server, '0304', [0x0304]],
  ['cookie', 'hello_retry_request', '0002 aabb', unhex('aabb')],
  ['psk_key_exchange_modes', client, '01 01', [1]],
  ['certificate_authorities', 'certificate_request', '0004 0002 3000', [unhex('3000')]],
  [
    'oid_filters',
    'certificate_request',
    '0006 01 55 0002 aabb',
    [{ oid: unhex('55'), values: unhex('aabb') }],
  ],
  ['post_handshake_auth', client, '', true],
  ['key_share', client, '0006 001d 0002 aabb', [{ group: 0x1d, keyExchange: unhex('aabb') }]],
  ['key_share', server, '001d 0002 aabb', [{ group: 0x1d, keyExchange: unhex('aabb') }]],
  ['key_share', 'hello_retry_request', '0017', [{ group: 0x17, keyExchange: unhex('') }]],
  ['connection_id', client, '01 aa', unhex('aa')],
  [
    'quic_transport_parameters',
    client,
    '01 02 4000 6ab2 00',
    [
      { id: 1n, value: unhex('4000') },
      { id: 0x2ab2n, value: unhex('') },
    ],
  ],
  ['quic_transport_parameters (drafts)', client, 'aabb', []],
  ['next_protocol_negotiation', server, '02 6832', [unhex('6832')]],
  ['application_settings', client, '0003 02 6832', [unhex('6832')]],
  ['application_settings', 'encrypted_extensions', 'aabb', []],
  [
    'encrypted_client_hello',
    client,
    '00 0001 0002 07 0001 aa 0001 bb',
    { form: 'outer', kdf: 1, aead: 2, configId: 7, enc: unhex('aa'), payload: unhex('bb') },
  ],
  ['encrypted_client_hello', client, '01', { form: 'inner' }],
  [
    'encrypted_client_hello',
    'hello_retry_request',
    '0102030405060708',
    { form: 'confirmation', confirmation: unhex('0102030405060708') },
  ],
  [
    'encrypted_client_hello',
    'encrypted_extensions',
    '0002 aabb',
    { form: 'retry', configs: unhex('aabb') },
  ],
  ['renegotiation_info', client, '02 aabb', unhex('aabb')],
]

/** Those that take whatever bytes there are, in at least one place. */
const open = new Set<Name>([
  'application_settings',
  'delegated_credential',
  'next_protocol_negotiation',
  'padding',
  'quic_transport_parameters (drafts)',
  'session_ticket',
])

for (const [name, place, data, value] of good) {
  const bytes = unhex(data)
  const reader = findExtensionReader(extensions[name])!

  test(`reads ${name} of a ${place}`, () => {
    const extension = { type: extensions[name], data: bytes, at: 100 }
    assert.deepEqual(parseExtension(extension, reader, place), { value, damage: null })
  })

  test(`${name} of a ${place}: wherever the capture is cut, it says truncated`, () => {
    for (let kept = 0; kept < bytes.length; kept++)
      assert.throws(
        () => reader.read(new Cursor(bytes.subarray(0, kept), 0, bytes.length), place),
        { name: 'WireError', fault: 'truncated' },
        `cut after ${kept}`,
      )
  })

  if (open.has(name)) continue
  test(`${name} of a ${place}: a byte too many is damage`, () => {
    const longer = { type: extensions[name], data: Uint8Array.of(...bytes, 0), at: 100 }
    assert.notEqual(parseExtension(longer, reader, place).damage, null)
  })
}

test('a request for a status of an unknown type is skipped', () => {
  const extension = { type: extensions.status_request, data: unhex('63 aabb'), at: 100 }
  const { value } = parseExtension(extension, findExtensionReader(extension.type)!, client)
  assert.deepEqual(value, { statusType: 0x63, response: null })
})

test('every extension that has a reader has an example here', () => {
  const covered = new Set<number>(good.map(([name]) => extensions[name]))
  assert.deepEqual(
    extensionReaders.filter(({ codepoint }) => !covered.has(codepoint)),
    [],
  )
})

const faults: [why: string, name: Name, place: ExtensionPlace, data: string][] = [
  ['server_name_list: overrun at byte 102', 'server_name', client, '0009 00 0002 6162'],
  ['host_name: overrun at byte 105', 'server_name', client, '0005 00 0009 6162'],
  ['named_group: overrun at byte 104', 'supported_groups', client, '0003 001d 00'],
  ['extension_data: trailing at byte 100', 'extended_master_secret', client, '00'],
  ['extension_data: trailing at byte 102', 'supported_versions', server, '0304 00'],
  ['versions: overrun at byte 101', 'supported_versions', client, '0304'],
  ['responder_id_list: overrun at byte 101', 'status_request', client, '01 00'],
  ['key_exchange: overrun at byte 106', 'key_share', client, '0006 001d 0003 aabb'],
  ['value: overrun at byte 102', 'quic_transport_parameters', client, '01 05 00'],
]
for (const [why, name, place, data] of faults) {
  test(`says what is wrong in ${name}: ${why}`, () => {
    const extension = { type: extensions[name], data: unhex(data), at: 100 }
    const { damage } = parseExtension(extension, findExtensionReader(extension.type)!, place)
    assert.equal(damage?.message, why)
  })
}
