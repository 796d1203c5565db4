// A judged chain as text, for people: each certificate, where the path ends, and what can be held against it.

import type { Certificate } from '../x509/certificate.ts'
import { describeSignatureAlgorithm } from '../x509/algorithm.ts'
import { describeSerial } from '../x509/certificate.ts'
import type { CertificateFault, Role } from '../x509/fault.ts'
import { describeGeneralName } from '../x509/general-name.ts'
import type { ChainJudgement } from '../x509/judge.ts'
import type { PeerName } from '../x509/peer-name.ts'
import { describeKey } from '../x509/public-key.ts'
import { oidRows } from '../registry/tables/x509-oids.ts'
import { hang, printable } from './layout.ts'
import type { Paint } from './paint.ts'

export interface ChainTextOptions {
  readonly at: number
  readonly role: Role
  readonly name: PeerName | null
  readonly paint: Paint
}

export function describeChain(judgement: ChainJudgement, options: ChainTextOptions): string {
  const { certificates, faults } = judgement
  const { paint } = options
  const sections: string[] = []
  for (const [index, certificate] of certificates.entries()) {
    const title = titleOf(judgement, index, options.role)
    const blamed = faults.some((fault) => fault.certificate === index)
    const heading = hang(`${index}  `, `${printable(subjectOf(certificate))} (${title})`).join('\n')
    sections.push(
      [paint(blamed ? 'failed' : 'strong', heading), ...fieldsOf(certificate)].join('\n'),
    )
  }
  sections.push(describeEnd(judgement))
  sections.push(describeVerdict(faults, options))
  return `${sections.join('\n\n')}\n`
}

function titleOf(
  { path, extra, anchor, certificates }: ChainJudgement,
  index: number,
  role: Role,
): string {
  const place = path.indexOf(index)
  if (place === 0) return `the ${role}'s own`
  if (extra.includes(index)) return 'sent, and not needed'
  if (place < 0) return 'the root, sent along'
  return anchor !== null && certificates[index] === anchor.certificate ? 'trusted' : 'an issuer'
}

function subjectOf({ subject }: Certificate): string {
  if (subject === null) return 'a certificate that could not be read so far'
  return subject.text === '' ? 'a certificate without a subject' : subject.text
}

/** Names are cut after this many: certificates of content networks carry hundreds. */
const mostNames = 8

function fieldsOf(certificate: Certificate): string[] {
  const { issuer, serial, notBefore, notAfter, publicKey, values, signatureOid } = certificate
  const names = values.subjectAltName ?? []
  const rows: (readonly [string, string | null])[] = [
    ['issuer', issuer === null ? null : issuer.text || '(empty)'],
    ['serial', serial === null ? null : describeSerial(serial)],
    [
      'valid',
      notBefore === null || notAfter === null ? null : `${day(notBefore)} to ${day(notAfter)}`,
    ],
    [
      'names',
      names.length === 0
        ? null
        : names.slice(0, mostNames).map(describeGeneralName).join(', ') +
          (names.length > mostNames ? ` and ${names.length - mostNames} more` : ''),
    ],
    ['key', publicKey === null ? null : describeKey(publicKey)],
    [
      'signed',
      signatureOid === null
        ? null
        : describeSignatureAlgorithm(certificate.signatureAlgorithm, signatureOid),
    ],
    ['CA', describeAuthority(certificate)],
    ['use', values.keyUsage === undefined ? null : [...values.keyUsage].join(', ')],
    [
      'purpose',
      values.extKeyUsage === undefined ? null : values.extKeyUsage.map(nameOfOid).join(', '),
    ],
  ]
  return rows.flatMap(([label, value]) =>
    value === null ? [] : hang(`   ${label.padEnd(8)} `, printable(value)),
  )
}

function describeAuthority({ values }: Certificate): string | null {
  const { basicConstraints } = values
  if (basicConstraints?.ca !== true) return null
  const { pathLength } = basicConstraints
  return pathLength === null ? 'yes' : `yes, with at most ${pathLength} CA certificates below it`
}

function nameOfOid(oid: string): string {
  return oidRows.find((row) => row.oid === oid)?.short ?? oid
}

function day(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? '?' : date.toISOString().slice(0, 19).replace('T', ' ')
}

function describeEnd({ anchor, reach, missing, isInOrder }: ChainJudgement): string {
  const order = isInOrder ? [] : ['The certificates were not sent in the order of the path.']
  return [...hang('', printable(`The path ${ends[reach]}${detail()}.`)), ...order].join('\n')

  function detail(): string {
    if (anchor !== null) return `: ${anchor.label}`
    return missing === null ? '' : `: the certificate of ${missing.name} is missing`
  }
}

const ends = {
  'public-root': 'leads to a public root',
  'given-anchor': 'leads to a certificate that was given as trusted',
  'private-root': 'leads to a root that was sent along, and that is not trusted',
  'self-signed': 'is one certificate, signed by itself',
  nothing: 'ends before a root',
} as const

function describeVerdict(
  faults: readonly CertificateFault[],
  { at, name, paint }: ChainTextOptions,
): string {
  const when = `At ${day(at)} UTC${name === null ? '' : `, for ${printable(name.value)}`}`
  if (faults.length === 0) return paint('completed', `${when}: accepted.`)
  const hard = faults.filter((fault) => !fault.strict)
  const strict = faults.filter((fault) => fault.strict)
  const lines = [
    hard.length > 0
      ? paint('failed', `${when}: refused.`)
      : paint('incomplete', `${when}: accepted by most, refused by strict verifiers.`),
    ...hard.map(describeFault),
  ]
  if (strict.length > 0 && hard.length > 0)
    lines.push('', 'Strict verifiers would object to this, too:')
  return [...lines, ...strict.map(describeFault)].join('\n')
}

function describeFault({ cause, text, reference }: CertificateFault): string {
  const source = reference === null ? '' : ` (${reference})`
  return [`  ${cause}`, ...hang('    ', printable(text + source))].join('\n')
}
