// Certificate extensions: which reader belongs to which object identifier. RFC 5280 §4.2.

import { Cursor, WireError } from '../wire/cursor.ts'
import { Der, tags } from './der.ts'
import { type GeneralName, readGeneralNames } from './general-name.ts'
import {
  type AuthorityInfoAccess,
  readAuthorityInfoAccess,
} from './extensions/authority-info-access.ts'
import {
  type AuthorityKeyIdentifier,
  readAuthorityKeyIdentifier,
  readSubjectKeyIdentifier,
} from './extensions/authority-key-identifier.ts'
import { type BasicConstraints, readBasicConstraints } from './extensions/basic-constraints.ts'
import { readCrlDistributionPoints } from './extensions/crl-distribution-points.ts'
import { readExtendedKeyUsage } from './extensions/extended-key-usage.ts'
import { type KeyUsage, readKeyUsage } from './extensions/key-usage.ts'
import { type NameConstraints, readNameConstraints } from './extensions/name-constraints.ts'
import { type NetscapeType, readNetscapeCertType } from './extensions/netscape-cert-type.ts'
import {
  type PolicyConstraints,
  type PolicyMapping,
  readCertificatePolicies,
  readPolicyConstraints,
  readPolicyMappings,
} from './extensions/policies.ts'
import {
  readSignedCertificateTimestamps,
  type SignedCertificateTimestamp,
} from './extensions/signed-certificate-timestamps.ts'
import { readTlsFeature } from './extensions/tls-feature.ts'

export interface Extension {
  readonly oid: string
  /** RFC 5280's name; null for extensions that are not known here. */
  readonly name: ExtensionName | null
  readonly critical: boolean
  /** The contents of extnValue. */
  readonly value: Uint8Array
  /** Where the extension stands in the certificate, and where it ends. */
  readonly at: number
  readonly end: number
  /** Why the value could not be read. */
  readonly damage: WireError | null
}

/** The values of the extensions that are known here. A missing one is undefined. */
export interface ExtensionValues {
  subjectKeyIdentifier?: Uint8Array
  keyUsage?: ReadonlySet<KeyUsage>
  subjectAltName?: readonly GeneralName[]
  issuerAltName?: readonly GeneralName[]
  basicConstraints?: BasicConstraints
  nameConstraints?: NameConstraints
  cRLDistributionPoints?: readonly string[]
  certificatePolicies?: readonly string[]
  policyMappings?: readonly PolicyMapping[]
  authorityKeyIdentifier?: AuthorityKeyIdentifier
  policyConstraints?: PolicyConstraints
  extKeyUsage?: readonly string[]
  inhibitAnyPolicy?: number
  freshestCRL?: readonly string[]
  authorityInfoAccess?: AuthorityInfoAccess
  tlsfeature?: readonly number[]
  signedCertificateTimestampList?: readonly SignedCertificateTimestamp[]
  netscapeCertType?: ReadonlySet<NetscapeType>
  /** CT poison, OCSP no-check, delegation usage: extensions whose presence is all they say. */
  ctPoison?: true
  ocspNoCheck?: true
  delegationUsage?: true
  noRevAvail?: true
}

export type ExtensionName = keyof ExtensionValues

type Readers = {
  readonly [Name in ExtensionName]-?: (der: Der) => NonNullable<ExtensionValues[Name]>
}

const readers: Readers = {
  subjectKeyIdentifier: readSubjectKeyIdentifier,
  keyUsage: readKeyUsage,
  subjectAltName: (der) => readGeneralNames(der, 'subjectAltName'),
  issuerAltName: (der) => readGeneralNames(der, 'issuerAltName'),
  basicConstraints: readBasicConstraints,
  nameConstraints: readNameConstraints,
  cRLDistributionPoints: readCrlDistributionPoints,
  certificatePolicies: readCertificatePolicies,
  policyMappings: readPolicyMappings,
  authorityKeyIdentifier: readAuthorityKeyIdentifier,
  policyConstraints: readPolicyConstraints,
  extKeyUsage: readExtendedKeyUsage,
  inhibitAnyPolicy: (der) => der.small('inhibitAnyPolicy'),
  freshestCRL: readCrlDistributionPoints,
  authorityInfoAccess: readAuthorityInfoAccess,
  tlsfeature: readTlsFeature,
  signedCertificateTimestampList: readSignedCertificateTimestamps,
  netscapeCertType: readNetscapeCertType,
  ctPoison: readPresence,
  ocspNoCheck: readPresence,
  delegationUsage: readPresence,
  noRevAvail: readPresence,
}

const names: Readonly<Record<string, ExtensionName>> = {
  '2.5.29.14': 'subjectKeyIdentifier',
  '2.5.29.15': 'keyUsage',
  '2.5.29.17': 'subjectAltName',
  '2.5.29.18': 'issuerAltName',
  '2.5.29.19': 'basicConstraints',
  '2.5.29.30': 'nameConstraints',
  '2.5.29.31': 'cRLDistributionPoints',
  '2.5.29.32': 'certificatePolicies',
  '2.5.29.33': 'policyMappings',
  '2.5.29.35': 'authorityKeyIdentifier',
  '2.5.29.36': 'policyConstraints',
  '2.5.29.37': 'extKeyUsage',
  '2.5.29.46': 'freshestCRL',
  '2.5.29.54': 'inhibitAnyPolicy',
  '2.5.29.56': 'noRevAvail',
  '1.3.6.1.5.5.7.1.1': 'authorityInfoAccess',
  '1.3.6.1.5.5.7.1.24': 'tlsfeature',
  '1.3.6.1.4.1.11129.2.4.2': 'signedCertificateTimestampList',
  '1.3.6.1.4.1.11129.2.4.3': 'ctPoison',
  '1.3.6.1.5.5.7.48.1.5': 'ocspNoCheck',
  '1.3.6.1.4.1.44363.44': 'delegationUsage',
  '2.16.840.1.113730.1.1': 'netscapeCertType',
}

/** An extension before its value is read: also of CRLs, their entries and OCSP responses. */
export interface RawExtension {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array
  readonly at: number
  readonly end: number
  readonly valueAt: number
}

export function readRawExtension(der: Der): RawExtension {
  const element = der.element(tags.sequence, 'extension')
  const inner = der.inside(element)
  const oid = inner.oid('extnID')
  const sent = inner.left > 0 && inner.peek('critical') === tags.boolean
  const { at } = inner
  const critical = sent && inner.boolean('critical')
  if (sent && !critical)
    inner.odd('encoding', 'critical', at, 'stands there with its default value')
  const value = inner.element(tags.octetString, 'extnValue')
  inner.finish('extension')
  return {
    oid,
    critical,
    value: inner.contents(value),
    at: element.at,
    end: element.end,
    valueAt: value.from,
  }
}

/**
 * Reads the value of an extension into `values`, unless one of its kind stands there already: the first counts.
 * A damaged value is told in the extension and leaves the rest of the certificate readable.
 */
export function readExtension(der: Der, values: ExtensionValues): Extension {
  const { oid, critical, value: bytes, at, end, valueAt } = readRawExtension(der)
  const name = names[oid] ?? null
  const extension = (damage: WireError | null): Extension => ({
    oid,
    name,
    critical,
    value: bytes,
    at,
    end,
    damage,
  })
  if (name === null) return extension(null)
  try {
    const value = new Der(new Cursor(der.bytes, valueAt, valueAt + bytes.length), der.oddities)
    const read = readers[name](value)
    value.finish(name)
    if (!(name in values)) Object.assign(values, { [name]: read })
    return extension(null)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return extension(error)
  }
}

function readPresence(der: Der): true {
  while (der.left > 0) der.any('extnValue')
  return true
}
