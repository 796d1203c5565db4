// How usual a ClientHello is: what every server of today could pick something from.

import { supportedGroups } from '../registry/tables/supported-groups.ts'
import { signatureSchemes } from '../registry/tables/signature-schemes.ts'
import { cipherSuites } from '../registry/tables/cipher-suites.ts'
import { extensions } from '../registry/tables/extensions.ts'
import {
  hasExtension,
  pointFormats,
  supportedGroups as groupsOf,
  signatureSchemes as schemesOf,
} from '../tls/hello.ts'
import type { ClientHello } from '../tls/handshake.ts'

/** The groups that practically every server has one of. */
const usualGroups: readonly number[] = [supportedGroups.x25519, supportedGroups.secp256r1]
/** What RSA and P-256 certificates, nearly all there are, can sign with. */
const usualSchemes = {
  rsa: [
    signatureSchemes.rsa_pss_rsae_sha256,
    signatureSchemes.rsa_pkcs1_sha256,
    signatureSchemes.rsa_pss_rsae_sha384,
    signatureSchemes.rsa_pss_rsae_sha512,
    signatureSchemes.rsa_pkcs1_sha384,
    signatureSchemes.rsa_pkcs1_sha512,
  ] as readonly number[],
  ecdsa: [signatureSchemes.ecdsa_secp256r1_sha256] as readonly number[],
}
const usualSuites = {
  tls13: [
    cipherSuites.TLS_AES_128_GCM_SHA256,
    cipherSuites.TLS_AES_256_GCM_SHA384,
    cipherSuites.TLS_CHACHA20_POLY1305_SHA256,
  ] as readonly number[],
  rsa: [
    cipherSuites.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    cipherSuites.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    cipherSuites.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
  ] as readonly number[],
  ecdsa: [
    cipherSuites.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    cipherSuites.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    cipherSuites.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
  ] as readonly number[],
}

/** The hello names groups, and none that is usual: `null` where it names none at all. */
export function hasUsualGroup(hello: ClientHello): boolean | null {
  return groupsOf(hello)?.some((g) => usualGroups.includes(g)) ?? null
}

/** For both kinds of keys: a server with either certificate can sign. */
export function hasUsualSchemes(hello: ClientHello): boolean | null {
  const schemes = schemesOf(hello)
  if (schemes === null) return null
  const has = (list: readonly number[]) => schemes.some((s) => list.includes(s))
  return has(usualSchemes.rsa) && has(usualSchemes.ecdsa)
}

/** Suites for both kinds of keys, or of TLS 1.3, which has none for a kind of key. */
export function hasUsualSuites(hello: ClientHello, tls13: boolean): boolean {
  const has = (list: readonly number[]) => hello.cipherSuites.some((s) => list.includes(s))
  return (tls13 && has(usualSuites.tls13)) || (has(usualSuites.rsa) && has(usualSuites.ecdsa))
}

/** Nothing of what the hello offers is out of the ordinary: its lists are not what a server stumbles over. */
export function isModernHello(hello: ClientHello): boolean {
  return (
    hasUsualSuites(hello, true) &&
    hasUsualGroup(hello) !== false &&
    hasUsualSchemes(hello) !== false
  )
}

/** The habits of OpenSSL's clients since 1.1.0: encrypt_then_mac, three point formats, the signalling suite for renegotiation. */
export function isOpenSslShaped(hello: ClientHello): boolean {
  return (
    hasExtension(hello, extensions.encrypt_then_mac) &&
    pointFormats(hello)?.length === 3 &&
    hello.cipherSuites.includes(cipherSuites.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)
  )
}
