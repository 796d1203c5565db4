// Makes src/engine/registry/tables/*.ts from data/registries/*.tsv. With --check it only says whether they agree.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'

type Kind = 'text' | 'number' | 'optional number' | 'flag'

interface Table {
  /** Name of the TSV file without its ending; the module's name too. */
  readonly source: string
  /** The column that holds the codepoint, and the one that names it. */
  readonly code?: string
  readonly name?: string
  /** `export const alerts = { close_notify: 0, … } as const` under this name. */
  readonly constants?: string
  /** `export const alertRows: readonly AlertRow[]` under these names, with the columns that it keeps. */
  readonly rows?: readonly [constant: string, type: string]
  readonly columns?: Readonly<Record<string, Kind>>
  /** The rows are a function's answer, made at its first call: for a table so large that it takes time where nobody asks it. */
  readonly late?: boolean
}

/** A registry that has nothing but names. */
function names(source: string, constants: string, code = 'code', name = 'name'): Table {
  return { source, constants, code, name }
}

function table(
  source: string,
  constants: string | null,
  rows: readonly [string, string],
  code: string | null,
  columns: Readonly<Record<string, Kind>>,
  name = 'name',
): Table {
  return {
    source,
    rows,
    columns,
    name,
    ...(code === null ? {} : { code }),
    ...(constants === null ? {} : { constants }),
  }
}

const text = 'text'
const flag = 'flag'

const tables: readonly Table[] = [
  table('alerts', 'alerts', ['alertRows', 'AlertRow'], 'code', {
    levels: text,
    versions: text,
    meaning: text,
    reference: text,
    note: text,
  }),
  names('alert-levels', 'alertLevels'),
  names('content-types', 'contentTypes'),
  table('handshake-types', 'handshakeTypes', ['handshakeTypeRows', 'HandshakeTypeRow'], 'code', {
    versions: text,
    sender: text,
    reference: text,
    note: text,
  }),
  table('extensions', 'extensions', ['extensionRows', 'ExtensionRow'], 'code', {
    in_tls12: text,
    in_tls13: text,
    recommended: text,
    reference: text,
    note: text,
  }),
  table('cipher-suites', 'cipherSuites', ['cipherSuiteRows', 'CipherSuiteRow'], 'hex', {
    kx: text,
    auth: text,
    cipher: text,
    mac: text,
    prf: text,
    min_version: text,
    max_version: text,
    dtls_ok: flag,
    recommended: text,
    openssl_name: text,
    reference: text,
    status: text,
    note: text,
  }),
  table(
    'supported-groups',
    'supportedGroups',
    ['supportedGroupRows', 'SupportedGroupRow'],
    'code',
    {
      kind: text,
      client_share_bytes: 'optional number',
      server_share_bytes: 'optional number',
      tls12: flag,
      tls13: flag,
      recommended: text,
      reference: text,
      status: text,
      note: text,
    },
  ),
  table(
    'signature-schemes',
    'signatureSchemes',
    ['signatureSchemeRows', 'SignatureSchemeRow'],
    'code',
    {
      signature: text,
      hash: text,
      key: text,
      tls12: flag,
      tls13: flag,
      recommended: text,
      reference: text,
      status: text,
      note: text,
    },
  ),
  names('hash-algorithms', 'hashAlgorithms'),
  names('signature-algorithms-tls12', 'signatureAlgorithms'),
  names('certificate-types', 'certificateTypes'),
  table(
    'client-certificate-types',
    'clientCertificateTypes',
    ['clientCertificateTypeRows', 'ClientCertificateTypeRow'],
    'code',
    { key: text, versions: text, reference: text },
  ),
  names('certificate-compression', 'certificateCompressions'),
  names('certificate-status-types', 'certificateStatusTypes'),
  table('versions', 'versions', ['versionRows', 'VersionRow'], 'hex', {
    openssl_name: text,
    year: text,
    reference: text,
    note: text,
  }),
  names('ec-point-formats', 'ecPointFormats'),
  names('ec-curve-types', 'ecCurveTypes'),
  names('compression-methods', 'compressionMethods'),
  names('psk-key-exchange-modes', 'pskKeyExchangeModes'),
  names('key-update-requests', 'keyUpdateRequests'),
  names('heartbeat-message-types', 'heartbeatMessageTypes'),
  names('heartbeat-modes', 'heartbeatModes'),
  names('server-name-types', 'serverNameTypes'),
  names('supplemental-data-types', 'supplementalDataTypes'),
  names('srtp-protection-profiles', 'srtpProtectionProfiles', 'hex'),
  table('max-fragment-lengths', null, ['maxFragmentLengthRows', 'MaxFragmentLengthRow'], null, {
    code: 'number',
    bytes: 'number',
  }),
  table('ech-hpke-ids', null, ['echHpkeRows', 'EchHpkeRow'], null, {
    kind: text,
    hex: 'number',
    name: text,
    reference: text,
  }),
  table('grease', null, ['greaseRows', 'GreaseRow'], null, { where: text, value: text }),
  table('alpn-protocols', null, ['alpnProtocolRows', 'AlpnProtocolRow'], null, {
    hex: text,
    text,
    protocol: text,
    status: text,
  }),
  table('quic-versions', 'quicVersions', ['quicVersionRows', 'QuicVersionRow'], 'version', {
    initial_salt: text,
    label_key: text,
    label_iv: text,
    label_hp: text,
    label_ku: text,
    long_header_types: text,
    retry_key: text,
    retry_nonce: text,
    reference: text,
    note: text,
  }),
  table(
    'quic-transport-error-codes',
    'quicTransportErrors',
    ['quicTransportErrorRows', 'QuicTransportErrorRow'],
    'code',
    { meaning: text, reference: text },
  ),
  table('quic-frame-types', 'quicFrameTypes', ['quicFrameTypeRows', 'QuicFrameTypeRow'], 'type', {
    packets: text,
    reference: text,
  }),
  table(
    'quic-transport-parameters',
    'quicTransportParameters',
    ['quicTransportParameterRows', 'QuicTransportParameterRow'],
    'hex',
    { value: text, sent_by: text, reference: text },
  ),
  names('http3-error-codes', 'http3Errors'),
  table(
    'ssl2-cipher-kinds',
    'ssl2CipherKinds',
    ['ssl2CipherKindRows', 'Ssl2CipherKindRow'],
    'code',
    {
      cipher: text,
      key_bits: 'number',
      secret_bits: 'number',
      mac: text,
      openssl_name: text,
      origin: text,
    },
  ),
  table('ssl2-error-codes', 'ssl2Errors', ['ssl2ErrorRows', 'Ssl2ErrorRow'], 'code', {
    meaning: text,
  }),
  table(
    'ssl2-message-types',
    'ssl2MessageTypes',
    ['ssl2MessageTypeRows', 'Ssl2MessageTypeRow'],
    'code',
    {
      sender: text,
    },
  ),
  names('ethertypes', 'ethertypes', 'hex'),
  table('ip-protocols', 'ipProtocols', ['ipProtocolRows', 'IpProtocolRow'], 'code', { use: text }),
  names('ppp-protocols', 'pppProtocols', 'hex'),
  table('address-families', null, ['addressFamilyRows', 'AddressFamilyRow'], null, {
    value: 'number',
    family: text,
    system: text,
  }),
  table('link-types', 'linkTypes', ['linkTypeRows', 'LinkTypeRow'], 'linktype', {
    dlt: text,
    what: text,
    carries_ip: text,
  }),
  table('netmon-media-types', null, ['netmonMediaTypeRows', 'NetmonMediaTypeRow'], null, {
    value: text,
    ndis_name: text,
    carries: text,
    note: text,
  }),
  names('eap-codes', 'eapCodes'),
  table('eap-types', null, ['eapTypeRows', 'EapTypeRow'], null, {
    code: 'number',
    name: text,
    carries: text,
  }),
  table('eap-tls-flags', null, ['eapTlsFlagRows', 'EapTlsFlagRow'], null, {
    mask: 'number',
    name: text,
    meaning: text,
  }),
  names('eapol-types', 'eapolTypes'),
  names('radius-codes', 'radiusCodes'),
  table(
    'radius-attributes',
    'radiusAttributes',
    ['radiusAttributeRows', 'RadiusAttributeRow'],
    'code',
    {
      type: text,
      use: text,
    },
  ),
  table('x509-oids', null, ['oidRows', 'OidRow'], null, {
    oid: text,
    short: text,
    long: text,
    kind: text,
    note: text,
  }),
  names('crl-reasons', 'crlReasons'),
  names('ocsp-response-status', 'ocspResponseStatuses'),
  table('special-values', null, ['specialValueRows', 'SpecialValueRow'], null, {
    where: text,
    hex: text,
    name: text,
    meaning: text,
    reference: text,
  }),
  table('schannel-events', null, ['schannelEventRows', 'SchannelEventRow'], null, {
    event: 'number',
    level: text,
    text,
    meaning: text,
    alert_or_state: text,
    alert: 'optional number',
    causes: text,
  }),
  table('schannel-alert-errors', null, ['schannelErrorRows', 'SchannelErrorRow'], null, {
    alert: 'optional number',
    name: text,
    status: text,
    code: 'number',
    documented: flag,
  }),
  {
    ...table('stack-error-strings', null, ['stackErrorRows', 'StackErrorRow'], null, {
      stack: text,
      versions: text,
      kind: text,
      pattern: text,
      meaning: text,
      alert: 'optional number',
      direction: text,
      causes: text,
      checked: text,
    }),
    late: true,
  },
]

const root = resolve(import.meta.dirname, '..')
const sources = join(root, 'data/registries')
const target = join(root, 'src/engine/registry/tables')

/** About the registries themselves: nothing is generated from them. */
const prose = new Set(['sources', 'disagreements'])

type Row = Readonly<Record<string, string>>

function readTable(source: string): readonly Row[] {
  const [head = '', ...lines] = readFileSync(join(sources, `${source}.tsv`), 'utf8')
    .replace(/\n+$/, '')
    .split('\n')
  const columns = head.split('\t')
  return lines.map((line, i) => {
    const cells = line.split('\t')
    if (cells.length !== columns.length)
      throw new Error(
        `${source}.tsv:${i + 2}: ${cells.length} cells where there are ${columns.length} columns`,
      )
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
  })
}

function cell(row: Row, column: string, source: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`${source}.tsv has no column "${column}"`)
  return value
}

/** Ranges and patterns (`0x08-0x0f`, `31*N+27`) are no codepoints: predicates in the code deal with them. */
function isCodepoint(value: string): boolean {
  return /^(0x[0-9a-f]+|\d+)$/i.test(value)
}

/** GREASE is a predicate (registry/grease.ts), not a name. */
function isGrease(row: Row, spec: Table): boolean {
  return spec.name !== undefined && /^(RESERVED_)?GREASE/i.test(row[spec.name] ?? '')
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function property(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}

function camel(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function literal(value: string, kind: Kind, where: string): string {
  switch (kind) {
    case 'text':
      return quote(value)
    case 'flag':
      return String(value === 'Y')
    case 'optional number':
      return isCodepoint(value) ? value : 'null'
    case 'number':
      if (!isCodepoint(value)) throw new Error(`${where}: "${value}" is no number`)
      return value
  }
}

const typeOf: Readonly<Record<Kind, string>> = {
  text: 'string',
  flag: 'boolean',
  number: 'number',
  'optional number': 'number | null',
}

function generate(spec: Table): string {
  const { source, code, name = 'name', columns = {} } = spec
  const all = readTable(source)
  const rows =
    code === undefined
      ? all
      : all.filter((row) => isCodepoint(cell(row, code, source)) && !isGrease(row, spec))
  const parts = [
    `// Made by tools/registries.ts from data/registries/${source}.tsv. Don't edit: run \`npm run registries\`.\n`,
  ]
  if (spec.constants !== undefined && code !== undefined) {
    const seen = new Set<string>()
    const lines = rows.map((row) => {
      // Two codepoints of one name: the codepoint tells them apart.
      let key = cell(row, name, source)
      if (seen.has(key)) key = `${key} (${cell(row, code, source)})`
      seen.add(key)
      return `  ${property(key)}: ${cell(row, code, source)},\n`
    })
    parts.push(`export const ${spec.constants} = {\n${lines.join('')}} as const\n`)
  }
  if (spec.rows !== undefined) {
    const [constant, type] = spec.rows
    const kept = Object.entries(columns)
    const fields = [
      ...(code === undefined
        ? []
        : ['  readonly codepoint: number\n', '  readonly name: string\n']),
      ...kept.map(([column, kind]) => `  readonly ${camel(column)}: ${typeOf[kind]}\n`),
    ]
    const lines = rows.map((row) => {
      const values = [
        ...(code === undefined
          ? []
          : [`codepoint: ${cell(row, code, source)}`, `name: ${quote(cell(row, name, source))}`]),
        ...kept.map(
          ([column, kind]) =>
            `${camel(column)}: ${literal(cell(row, column, source), kind, `${source}.tsv ${column}`)}`,
        ),
      ]
      return `  { ${values.join(', ')} },\n`
    })
    parts.push(`export interface ${type} {\n${fields.join('')}}\n`)
    const array = `[\n${lines.join('')}]`
    if (spec.late)
      parts.push(
        `let rows: readonly ${type}[] | null = null\n`,
        `export function ${constant}(): readonly ${type}[] {\n  return (rows ??= ${array})\n}\n`,
      )
    else parts.push(`export const ${constant}: readonly ${type}[] = ${array}\n`)
  }
  return parts.join('\n')
}

/** The cause codes are a type too: a verdict can't carry one that is not in the table. */
function generateCauses(): string {
  const lines = readTable('causes').map(
    (row) =>
      `  { code: ${quote(cell(row, 'code', 'causes'))}, family: ${quote(cell(row, 'family', 'causes'))}, ` +
      `fault: ${quote(cell(row, 'fault', 'causes'))}, meaning: ${quote(cell(row, 'meaning', 'causes'))} },\n`,
  )
  return `// Made by tools/registries.ts from data/registries/causes.tsv. Don't edit: run \`npm run registries\`.

export const causes = [
${lines.join('')}] as const

export type Cause = (typeof causes)[number]['code']
`
}

const modules = new Map<string, string>([['causes.ts', generateCauses()]])
for (const spec of tables) modules.set(`${spec.source}.ts`, generate(spec))

const forgotten = readdirSync(sources)
  .filter((file) => file.endsWith('.tsv'))
  .map((file) => file.slice(0, -4))
  .filter((source) => !modules.has(`${source}.ts`) && !prose.has(source))
for (const source of forgotten)
  console.error(`data/registries/${source}.tsv: tools/registries.ts makes nothing of it`)
if (forgotten.length > 0) process.exitCode = 1

const present = existsSync(target) ? readdirSync(target) : []
const stale = present.filter((file) => !modules.has(file))
const changed = [...modules].filter(
  ([file, body]) => !present.includes(file) || readFileSync(join(target, file), 'utf8') !== body,
)

if (process.argv.includes('--check')) {
  for (const [file] of changed) console.error(`src/engine/registry/tables/${file} is out of date`)
  for (const file of stale) console.error(`src/engine/registry/tables/${file} has no source`)
  if (changed.length + stale.length > 0) {
    console.error('Run `npm run registries` and commit what it writes.')
    process.exitCode = 1
  }
} else {
  mkdirSync(target, { recursive: true })
  for (const [file, body] of changed) writeFileSync(join(target, file), body)
  for (const file of stale) rmSync(join(target, file))
  console.log(`${modules.size} tables, ${changed.length} written, ${stale.length} removed`)
}
