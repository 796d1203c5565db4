// A certificate against what the other side said that it can check: signature schemes, and kinds of certificates.
// RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1 and §7.4.4.

import { schemeAlgorithm } from '../crypto/tls-signature.ts'
import { nameOfClientCertificateType } from '../registry/name.ts'
import { clientCertificateTypes as types } from '../registry/tables/client-certificate-types.ts'
import { signatureSchemes as schemes } from '../registry/tables/signature-schemes.ts'
import * as view from '../session/handshake-view.ts'
import { certificateSignatureSchemes, signatureSchemes } from '../tls/hello.ts'
import { isTls12OrNewer } from '../tls/version.ts'
import type { Side } from '../wire/span.ts'
import { describeSignatureAlgorithm } from '../x509/algorithm.ts'
import type { Certificate } from '../x509/certificate.ts'
import { isSelfIssued } from '../x509/issue.ts'
import { describeKey, type KeyKind } from '../x509/public-key.ts'
import type { Story } from './story.ts'

export interface Misfit {
  /** Place in the chain. */
  readonly index: number
  readonly text: string
  readonly reference: string
  /** The key cannot sign as asked; else a signature in the chain is of a kind that was not offered, which few hold against it. */
  readonly ofKey: boolean
}

/** What of a side's chain the other side did not say that it takes. Empty where it said nothing of it. */
export function findMisfits(story: Story, side: Side, chain: readonly Certificate[]): Misfit[] {
  const [leaf] = chain
  if (!leaf || story.version === null || !isTls12OrNewer(story.version)) return []
  return [
    ...misfitOfKey(story, side, leaf),
    ...(side === 'client' ? misfitOfType(story, leaf) : []),
    ...misfitsOfChain(story, side, chain),
  ]
}

/** The schemes that the other side offers for the handshake, or for certificates where it has a list of its own. */
function offeredTo(story: Story, side: Side, ofChain: boolean): readonly number[] | null {
  if (side === 'server') {
    const { hello } = story
    if (!hello) return null
    return (ofChain ? certificateSignatureSchemes(hello) : null) ?? signatureSchemes(hello)
  }
  const request = view.certificateRequest(story.c)?.body
  if (!request) return null
  return (ofChain ? certificateSignatureSchemes(request) : null) ?? request.signatureSchemes
}

/** Families of signatures that a key can make. */
const families: Partial<Record<KeyKind, readonly string[]>> = {
  rsa: ['rsa-pkcs1', 'rsa-pss'],
  'rsa-pss': ['rsa-pss'],
  ec: ['ecdsa'],
  dsa: ['dsa'],
  ed25519: ['ed25519'],
  ed448: ['ed448'],
}

const pssOnly: readonly number[] = [
  schemes.rsa_pss_pss_sha256,
  schemes.rsa_pss_pss_sha384,
  schemes.rsa_pss_pss_sha512,
]

function misfitOfKey(story: Story, side: Side, { publicKey }: Certificate): Misfit[] {
  const offered = offeredTo(story, side, false)
  const able = publicKey && families[publicKey.kind]
  // With static RSA the server's key decrypts, and signs nothing.
  const signs = side === 'client' || story.tls13 || story.suiteRow?.kx !== 'RSA'
  if (!offered || !able || !signs) return []
  const fits = offered.some(
    (scheme) =>
      able.includes(schemeAlgorithm(scheme)?.family ?? '') &&
      // A key that is bound to PSS has schemes of its own.
      pssOnly.includes(scheme) === (publicKey.kind === 'rsa-pss'),
  )
  if (fits) return []
  const other = side === 'server' ? 'client' : 'server'
  return [
    {
      index: 0,
      text: `The ${other} takes no signature that the ${side}'s key (${describeKey(publicKey)}) can make`,
      reference: 'RFC 8446 section 4.2.3',
      ofKey: true,
    },
  ]
}

/** What certificate_types must name for a kind of key. TLS 1.3 has no such list. */
const typeOf: Partial<Record<KeyKind, number>> = {
  rsa: types.rsa_sign,
  'rsa-pss': types.rsa_sign,
  ec: types.ecdsa_sign,
  dsa: types.dss_sign,
  ed25519: types.ecdsa_sign,
  ed448: types.ecdsa_sign,
}

function misfitOfType(story: Story, { publicKey }: Certificate): Misfit[] {
  const asked = view.certificateRequest(story.c)?.body.certificateTypes
  const wanted = publicKey && typeOf[publicKey.kind]
  if (!asked || asked.length === 0 || wanted === undefined || wanted === null) return []
  if (asked.includes(wanted)) return []
  return [
    {
      index: 0,
      text: `The server asked for ${asked.map(nameOfClientCertificateType).join(', ')}, and the client's key is ${describeKey(publicKey!)}`,
      reference: 'RFC 5246 section 7.4.4',
      ofKey: true,
    },
  ]
}

/** The signature of a certificate that stands at the top, or signs itself, is checked by nobody. */
function misfitsOfChain(story: Story, side: Side, chain: readonly Certificate[]): Misfit[] {
  const offered = offeredTo(story, side, true)
  if (!offered) return []
  const other = side === 'server' ? 'client' : 'server'
  return chain.flatMap((certificate, index) => {
    const { signatureAlgorithm: used, signatureOid } = certificate
    if (used === null || isSelfIssued(certificate)) return []
    const fits = offered.some((scheme) => {
      const algorithm = schemeAlgorithm(scheme)
      if (algorithm?.family !== used.family) return false
      return !('hash' in algorithm) || !('hash' in used) || algorithm.hash === used.hash
    })
    if (fits) return []
    const text = `The ${other} does not offer ${describeSignatureAlgorithm(used, signatureOid ?? '')}, with which ${index === 0 ? `the ${side}'s certificate` : `certificate ${index} of the ${side}'s chain`} is signed`
    return [{ index, text, reference: 'RFC 8446 section 4.2.3', ofKey: false }]
  })
}
