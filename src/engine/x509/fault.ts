// What a verifier can hold against a chain, and the causes that stand for it.

import type { Cause } from '../registry/tables/causes.ts'

/** The end of a cause's code; every one exists for servers. */
export type FaultKind =
  | 'expired'
  | 'not-yet-valid'
  | 'name-mismatch'
  | 'self-signed'
  | 'unknown-issuer'
  | 'chain-incomplete'
  | 'intermediate-expired'
  | 'revoked'
  | 'wrong-usage'
  | 'weak'
  | 'bad-signature'
  | 'malformed'
  | 'constraint-violated'
  | 'unsupported'
  | 'intercepted'
  | 'status'

export interface CertificateFault {
  readonly kind: FaultKind
  readonly cause: Cause
  /** One sentence, past tense, with its full stop. */
  readonly text: string
  /** Index into the judgement's `certificates`; 0 is the peer's own. */
  readonly certificate: number
  /** Only some verifiers object: those that hold to the letter of RFC 5280 or of the CA/Browser Forum. */
  readonly strict: boolean
  /** The field that shows it, by the name it has in `Certificate.fields`; null where it is the whole. */
  readonly field: string | null
  /** Where that field stands in the certificate's bytes. */
  readonly span: { readonly from: number; readonly to: number } | null
  /** Such as `RFC 5280 section 4.2.1.9`. */
  readonly reference: string | null
}

export type Role = 'server' | 'client'

/** Client certificates have fewer causes: what has none of its own comes under the nearest. */
const clientCauses: Readonly<Partial<Record<FaultKind, Cause>>> = {
  'name-mismatch': 'client-certificate-not-authorised',
  'bad-signature': 'client-certificate-rejected',
  'constraint-violated': 'client-certificate-rejected',
  intercepted: 'client-certificate-unknown-issuer',
  status: 'client-certificate-revoked',
}

export function causeOf(kind: FaultKind, role: Role): Cause {
  // Every kind names a row of the server family, and of the client family unless the table above has it.
  if (role === 'server') return `server-certificate-${kind}`
  return clientCauses[kind] ?? (`client-certificate-${kind}` as Cause)
}
