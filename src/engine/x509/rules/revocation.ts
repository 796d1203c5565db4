// Revocation: the lists that a verifier holds, and the answer that the server staples. RFC 5280 §6.3, RFC 6960 §3.2, RFC 7633.

import { isSameBytes } from '../../wire/bytes.ts'
import { hashOf } from '../../crypto/digest.ts'
import { verifySignature } from '../../crypto/signature.ts'
import { crlReasons } from '../../registry/tables/crl-reasons.ts'
import type { Anchor } from '../anchor.ts'
import type { Certificate } from '../certificate.ts'
import type { Clock } from '../clock.ts'
import { type RevocationList, serialKey } from '../crl.ts'
import { purposes } from '../extensions/extended-key-usage.ts'
import type { CertificateFault } from '../fault.ts'
import { verifyIssuedBy } from '../issue.ts'
import { isSameName, type Name } from '../name.ts'
import { type OcspResponse, parseOcspResponse, type SingleResponse } from '../ocsp.ts'
import type { PublicKey } from '../public-key.ts'
import { type Case, describeTime, fault, type Link } from './rule.ts'

/** Who issued a link: the next one up, or the anchor. */
interface Issuer {
  readonly subject: Name | null
  readonly key: PublicKey | null
  readonly certificate: Certificate | null
}

function issuerOf(link: Link, anchor: Anchor | null): Issuer | null {
  const above = link.issuer?.certificate
  if (above !== undefined)
    return { subject: above.subject, key: above.publicKey, certificate: above }
  if (anchor === null || link.isAnchor) return null
  return { subject: anchor.subject, key: anchor.key, certificate: anchor.certificate }
}

/** Holds every certificate below the anchor against the lists of its issuer. */
export function findListFaults(judged: Case, lists: readonly RevocationList[]): CertificateFault[] {
  return judged.links.flatMap((link) => {
    const { issuer: name, serial } = link.certificate
    const issuer = issuerOf(link, judged.anchor)
    if (issuer === null || name === null || serial === null) return []
    return lists
      .filter((list) => list.issuer !== null && isSameName(list.issuer, name))
      .flatMap((list) => [
        ...findProfileFaults(judged, link, list),
        ...findEntryFaults(judged, link, list, issuer, serialKey(serial)),
      ])
  })
}

const lookup = 'could not be looked up: the revocation list'
const listReference = 'RFC 5280 section 6.3'

function findEntryFaults(
  judged: Case,
  link: Link,
  list: RevocationList,
  issuer: Issuer,
  serial: string,
): CertificateFault[] {
  const why = faultOfList(list, issuer, judged.clock)
  if (why !== null) {
    const options = { field: 'issuer', reference: listReference }
    return [fault(judged, link, 'status', `${lookup} ${why}`, options)]
  }
  const entry = list.revoked.get(serial)
  // removeFromCRL takes an entry back.
  if (entry === undefined || entry.reason === crlReasons.removeFromCRL) return []
  if (judged.clock.isBefore(entry.revokedAt)) return []
  const since = `${describeTime(entry.revokedAt)}${because(entry.reason)}`
  const text = `is on the revocation list of its issuer since ${since}`
  return [fault(judged, link, 'revoked', text, { field: 'serialNumber' })]
}

/** RFC 5280 §5.2.3 demands the number of every list, and many private CAs make lists without one. */
function findProfileFaults(judged: Case, link: Link, list: RevocationList): CertificateFault[] {
  if (list.damage !== null) return []
  const number = list.extensions.find(({ oid }) => oid === crlNumber)
  if (number?.critical === false) return []
  const why = number === undefined ? 'has no cRLNumber' : 'marks cRLNumber as critical'
  const options = { field: 'issuer', reference: 'RFC 5280 section 5.2.3', strict: true }
  return [fault(judged, link, 'status', `${lookup} ${why}`, options)]
}

const reasonNames = new Map<number, string>(
  Object.entries(crlReasons).map(([name, code]) => [code, name]),
)

function because(reason: number | null): string {
  const name = reason === null ? undefined : reasonNames.get(reason)
  return name === undefined ? '' : ` (${name})`
}

function faultOfList(list: RevocationList, issuer: Issuer, clock: Clock): string | null {
  if (list.damage !== null) return `could not be parsed (${list.damage.message})`
  const { tbs: data, signature, signatureAlgorithm: algorithm } = list
  const key = issuer.key?.verify
  if (data === null || signature === null) return 'has no signature'
  if (
    algorithm !== null &&
    key &&
    verifySignature({ algorithm, key, data, signature }) === 'invalid'
  ) {
    return 'is not signed by the key of the issuer'
  }
  const usage = issuer.certificate?.values.keyUsage
  if (usage !== undefined && !usage.has('cRLSign'))
    return 'is signed by a key whose usage lacks cRLSign'
  if (list.thisUpdate !== null && clock.isBefore(list.thisUpdate))
    return `was not valid before ${describeTime(list.thisUpdate)}`
  if (list.nextUpdate !== null && clock.isAfter(list.nextUpdate))
    return `was due to be replaced on ${describeTime(list.nextUpdate)}`
  const unknown = list.extensions.find(({ oid, critical }) => critical && !knownCritical.has(oid))
  return unknown === undefined
    ? null
    : `has the critical extension ${unknown.oid}, which is not known`
}

const crlNumber = '2.5.29.20'

/** cRLNumber, issuingDistributionPoint and authorityKeyIdentifier. A delta list by itself is no list to judge by. */
const knownCritical: ReadonlySet<string> = new Set([crlNumber, '2.5.29.28', '2.5.29.35'])

/** Judges the stapled answer; null means that none was stapled. */
export function findStapleFaults(judged: Case, staple: Uint8Array | null): CertificateFault[] {
  const [link] = judged.links
  if (link === undefined) return []
  if (staple === null) {
    if (link.certificate.values.tlsfeature?.includes(statusRequest) !== true) return []
    const text = 'demands a stapled OCSP response (TLS feature), and the server sent none'
    return [
      fault(judged, link, 'status', text, {
        field: 'tlsfeature',
        strict: true,
        reference: 'RFC 7633 section 4.2.3',
      }),
    ]
  }
  const answer = parseOcspResponse(staple)
  const why = faultOfAnswer(answer)
  const about = (text: string): CertificateFault[] => [
    fault(judged, link, 'status', `came with a stapled OCSP response that ${text}`, {
      field: 'serialNumber',
      reference: 'RFC 6960 section 3.2',
    }),
  ]
  if (why !== null) return about(why)
  const issuer = issuerOf(link, judged.anchor)
  const single = answer.responses.find((each) => isAbout(each, link.certificate, issuer))
  if (single === undefined) return about('is about another certificate')
  const by = issuer === null ? null : faultOfSigner(answer, issuer, judged.clock)
  if (by !== null) return about(by)
  if (judged.clock.isBefore(single.thisUpdate))
    return about(`was not valid before ${describeTime(single.thisUpdate)}`)
  if (single.nextUpdate !== null && judged.clock.isAfter(single.nextUpdate)) {
    return about(`was valid until ${describeTime(single.nextUpdate)} only`)
  }
  if (single.status === 'unknown') return about('says that the responder does not know it')
  if (single.status === 'good' || single.revokedAt === null) return []
  const text = `was revoked on ${describeTime(single.revokedAt)}${because(single.reason)}, says the stapled OCSP response`
  return [fault(judged, link, 'revoked', text, { field: 'serialNumber' })]
}

/** The TLS extension status_request. */
const statusRequest = 5

function faultOfAnswer(answer: OcspResponse): string | null {
  if (answer.damage !== null) return `could not be parsed (${answer.damage.message})`
  if (answer.status !== 0)
    return `says no more than ${answerStatus[answer.status ?? -1] ?? 'that it failed'}`
  return answer.tbs === null ? 'has no content' : null
}

/** OCSPResponseStatus, RFC 6960 §4.2.1. */
const answerStatus: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
}

function isAbout(single: SingleResponse, certificate: Certificate, issuer: Issuer | null): boolean {
  if (certificate.serial === null || !isSameBytes(single.serial, certificate.serial)) return false
  if (issuer?.subject == null || issuer.key === null || single.hash === null) return true
  return (
    isSameBytes(single.issuerKeyHash, hashOf(single.hash, issuer.key.key)) &&
    isSameBytes(single.issuerNameHash, hashOf(single.hash, issuer.subject.der))
  )
}

/** The issuer itself signs, or somebody whom it gave a certificate for that purpose. */
function faultOfSigner(answer: OcspResponse, issuer: Issuer, clock: Clock): string | null {
  const { tbs: data, signature, signatureAlgorithm: algorithm } = answer
  if (data === null || signature === null || algorithm === null || issuer.key === null) return null
  const signed = (key: PublicKey | null): boolean =>
    key?.verify != null &&
    verifySignature({ algorithm, key: key.verify, data, signature }) !== 'invalid'
  if (issuer.key.verify === null || signed(issuer.key)) return null
  const delegate = answer.certificates.find((each) => signed(each.publicKey))
  if (delegate === undefined) return 'is not signed by the issuer or a responder of its own'
  if (verifyIssuedBy(delegate, issuer.key) === 'invalid')
    return 'is signed by a responder of another CA'
  if (delegate.values.extKeyUsage?.includes(purposes.ocspSigning) !== true) {
    return 'is signed by a certificate that is not for OCSP'
  }
  return delegate.notAfter !== null && clock.isAfter(delegate.notAfter)
    ? 'is signed by a responder whose certificate had expired'
    : null
}
