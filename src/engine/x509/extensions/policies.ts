// Certificate policies, their mappings and constraints. RFC 5280 §4.2.1.4, .5, .11 and .14.

import { contextTag, type Der } from '../der.ts'

export const anyPolicy = '2.5.29.32.0'

/** Object identifiers of the policies; qualifiers are stepped over. */
export function readCertificatePolicies(der: Der): string[] {
  const field = 'certificatePolicies'
  const { at } = der
  const policies = der.sequence(field).each((list) => {
    const policy = list.sequence(field)
    const oid = policy.oid('policyIdentifier')
    if (policy.left > 0) policy.sequence('policyQualifiers')
    policy.finish(field)
    return oid
  })
  if (policies.length === 0) der.odd('empty', field, at, 'lists no policy')
  if (new Set(policies).size < policies.length)
    der.odd('duplicate', field, at, 'lists a policy twice')
  return policies
}

export interface PolicyMapping {
  readonly issuerPolicy: string
  readonly subjectPolicy: string
}

export function readPolicyMappings(der: Der): PolicyMapping[] {
  const { at } = der
  const mappings = der.sequence('policyMappings').each((list) => {
    const pair = list.sequence('policyMappings')
    const mapping = {
      issuerPolicy: pair.oid('issuerDomainPolicy'),
      subjectPolicy: pair.oid('subjectDomainPolicy'),
    }
    pair.finish('policyMappings')
    return mapping
  })
  if (mappings.length === 0) der.odd('empty', 'policyMappings', at, 'maps nothing')
  return mappings
}

export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | null
  readonly inhibitPolicyMapping: number | null
}

export function readPolicyConstraints(der: Der): PolicyConstraints {
  const { at } = der
  const inner = der.sequence('policyConstraints')
  if (inner.left === 0) der.odd('empty', 'policyConstraints', at, 'constrains nothing')
  const skip = (number: 0 | 1, field: string): number | null =>
    inner.left > 0 && inner.peek(field) === contextTag(number, false)
      ? inner.small(field, contextTag(number, false))
      : null
  const constraints = {
    requireExplicitPolicy: skip(0, 'requireExplicitPolicy'),
    inhibitPolicyMapping: skip(1, 'inhibitPolicyMapping'),
  }
  inner.finish('policyConstraints')
  return constraints
}
