// Makes src/engine/x509/roots-data.ts from data/roots.tsv. With --check it only says whether they agree; with --debian it
// first reads data/roots.tsv anew from the installed ca-certificates package, Debian's copy of Mozilla's root store.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { parseCertificate } from '../src/engine/x509/certificate.ts'
import { Der } from '../src/engine/x509/der.ts'
import { canonicalName, readName } from '../src/engine/x509/name.ts'
import { Cursor } from '../src/engine/wire/cursor.ts'
import { parsePem } from '../src/engine/x509/pem.ts'

const source = resolve(import.meta.dirname, '../data/roots.tsv')
const target = resolve(import.meta.dirname, '../src/engine/x509/roots-data.ts')
const folder = '/usr/share/ca-certificates/mozilla'
const columns = ['label', 'not_after', 'sha256', 'subject', 'key'] as const

/** One line for each root: its name, when it ends, its fingerprint, and name and key as DER in base64. */
function readDebian(): string {
  const version = execFileSync('dpkg-query', ['-W', '-f', '${Version}', 'ca-certificates'], {
    encoding: 'utf8',
  })
  const lines = readdirSync(folder)
    .filter((file) => file.endsWith('.crt'))
    .sort()
    .flatMap((file) =>
      parsePem(readFileSync(`${folder}/${file}`, 'utf8')).map(({ bytes }) => lineOf(file, bytes)),
    )
  return [`# Debian ca-certificates ${version}`, columns.join('\t'), ...lines, ''].join('\n')
}

function lineOf(file: string, bytes: Uint8Array): string {
  const { subject, publicKey, notAfter } = parseCertificate(bytes)
  if (subject === null || publicKey === null || notAfter === null)
    throw new Error(`cannot read ${file}`)
  const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64')
  return [
    file.replace(/\.crt$/, '').replaceAll('_', ' '),
    new Date(notAfter * 1000).toISOString().replace('.000Z', 'Z'),
    createHash('sha256').update(bytes).digest('hex'),
    base64(subject.der),
    base64(publicKey.der),
  ].join('\t')
}

/** The module: seconds for the date, base64 for the fingerprint, no padding: every byte of it goes into the page. */
export function makeModule(tsv: string): string {
  const [note = '', , ...lines] = tsv.trimEnd().split('\n')
  const rows = lines.map((line) => {
    const [label, notAfter = '', sha256 = '', ...encoded] = line.split('\t')
    const subject = readName(
      new Der(new Cursor(Buffer.from(encoded[0] ?? '', 'base64'))),
      'subject',
    )
    const fingerprint = Buffer.from(sha256, 'hex').toString('base64')
    return [
      canonicalName(subject).replaceAll('\n', '\\x1f'),
      label,
      Date.parse(notAfter) / 1000,
      ...[fingerprint, ...encoded].map((text) => text.replace(/=+$/, '')),
    ].join('\t')
  })
  return `// Made by tools/roots.ts from data/roots.tsv. Don't edit: run \`npm run roots\`.

/** Where the roots come from. */
export const rootsSource = '${note.replace(/^# /, '')}'

/** A line for each root: canonical name (its lines apart by 0x1f), label, end in seconds since 1970, SHA-256, subject and SubjectPublicKeyInfo, the last three in base64. */
export const rootRows = \`${rows.join('\n')}\`
`
}

function main(words: readonly string[]): number {
  if (words.includes('--debian')) writeFileSync(source, readDebian())
  const made = makeModule(readFileSync(source, 'utf8'))
  if (!words.includes('--check')) {
    writeFileSync(target, made)
    return 0
  }
  if (made === readFileSync(target, 'utf8')) return 0
  console.error(
    'src/engine/x509/roots-data.ts does not come from data/roots.tsv: run npm run roots',
  )
  return 1
}

if (process.argv[1] === import.meta.filename) process.exitCode = main(process.argv.slice(2))
