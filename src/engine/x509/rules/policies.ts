// Certificate policies, where a CA of the path demands one. RFC 5280 §6.1.3 (d) to (f), §6.1.4 (a), (b), (h) to (j), §6.1.5.

import { anyPolicy } from '../extensions/policies.ts'
import type { CertificateFault } from '../fault.ts'
import { fault, type Rule } from './rule.ts'

/**
 * Follows the set of policies that hold for the whole path, in the terms of its last certificate. It is the outcome of RFC 5280's tree
 * for a verifier that takes any policy, which is what those of TLS do: what counts is whether the set is empty.
 */
export const findPolicyFaults: Rule = (judged) => {
  const { links } = judged
  // The anchor's own policies are no input of RFC 5280 §6.1.
  const path = links.filter((link) => !link.isAnchor || links.length === 1).reverse()
  let valid: ReadonlySet<string> | 'any' = 'any'
  let explicit = Infinity
  let any = Infinity
  let mapping = Infinity
  for (const link of path) {
    const { values } = link.certificate
    const isLast = link.position === 0
    valid = restrict(valid, values.certificatePolicies, any > 0 || (link.isSelfIssued && !isLast))
    if (explicit === 0 && isEmpty(valid)) return [noPolicy(judged, link)]
    if (isLast) {
      const isDemanded =
        less(explicit) === 0 || values.policyConstraints?.requireExplicitPolicy === 0
      return isDemanded && isEmpty(valid) ? [noPolicy(judged, link)] : []
    }
    for (const { issuerPolicy, subjectPolicy } of values.policyMappings ?? []) {
      if (issuerPolicy === anyPolicy || subjectPolicy === anyPolicy) {
        const text = 'maps to or from anyPolicy, which it must not'
        return [fault(judged, link, 'malformed', text, { field: 'policyMappings', reference })]
      }
    }
    valid = map(valid, values.policyMappings ?? [], mapping > 0)
    if (!link.isSelfIssued)
      [explicit, mapping, any] = [explicit, mapping, any].map(less) as [number, number, number]
    explicit = Math.min(explicit, values.policyConstraints?.requireExplicitPolicy ?? Infinity)
    mapping = Math.min(mapping, values.policyConstraints?.inhibitPolicyMapping ?? Infinity)
    any = Math.min(any, values.inhibitAnyPolicy ?? Infinity)
  }
  return []
}

const reference = 'RFC 5280 section 6.1'

function noPolicy(
  judged: Parameters<Rule>[0],
  link: Parameters<typeof fault>[1],
): CertificateFault {
  const text = 'is not issued under a policy, and a CA above it demands one'
  return fault(judged, link, 'constraint-violated', text, {
    field: 'certificatePolicies',
    reference,
    strict: true,
  })
}

function less(count: number): number {
  return Math.max(0, count - 1)
}

type Policies = ReadonlySet<string> | 'any'

function isEmpty(policies: Policies): boolean {
  return policies !== 'any' && policies.size === 0
}

function restrict(
  valid: Policies,
  listed: readonly string[] | undefined,
  takesAny: boolean,
): Policies {
  if (listed === undefined) return new Set()
  if (listed.includes(anyPolicy) && takesAny) return valid
  const named = listed.filter((oid) => oid !== anyPolicy)
  return new Set(valid === 'any' ? named : named.filter((oid) => valid.has(oid)))
}

function map(
  valid: Policies,
  mappings: readonly { readonly issuerPolicy: string; readonly subjectPolicy: string }[],
  allowed: boolean,
): Policies {
  if (mappings.length === 0 || valid === 'any') return valid
  const mapped = new Set(valid)
  for (const { issuerPolicy } of mappings) mapped.delete(issuerPolicy)
  if (!allowed) return mapped
  for (const { issuerPolicy, subjectPolicy } of mappings) {
    if (valid.has(issuerPolicy)) mapped.add(subjectPolicy)
  }
  return mapped
}
