// What a hello says, extension by extension. Null: the extension is absent, or can't be read (then `damage` tells).

import { serverNameTypes } from '../registry/tables/server-name-types.ts'
import type { ClientHello, ServerHello } from './handshake.ts'
import { alpn } from './extensions/alpn.ts'
import { clientCertificateType, serverCertificateType } from './extensions/certificate-type.ts'
import { cookie } from './extensions/cookie.ts'
import {
  encryptedClientHello,
  type EncryptedClientHello,
} from './extensions/encrypted-client-hello.ts'
import { findExtension, findValue, type ExtensionCarrier } from './extensions/extension.ts'
import { keyShare, type KeyShare } from './extensions/key-share.ts'
import * as numbers from './extensions/numbers.ts'
import { preSharedKey, type PreSharedKey, type PskIdentity } from './extensions/pre-shared-key.ts'
import { serverName } from './extensions/server-name.ts'
import { signatureAlgorithms, signatureAlgorithmsCert } from './extensions/signature-algorithms.ts'
import { statusRequest, type StatusRequest } from './extensions/status-request.ts'
import { supportedVersions as versionsReader } from './extensions/supported-versions.ts'
import { findNewest } from './version.ts'

export { findExtension }

/** Host names as text: what is not printable ASCII is written `\x1b`. */
export function serverNames(hello: ExtensionCarrier): readonly string[] | null {
  return (
    findValue(hello, serverName)
      ?.filter((entry) => entry.nameType === serverNameTypes.host_name)
      .map((entry) => printable(entry.name)) ?? null
  )
}

/** A client's list, GREASE included, or the one version of a server. */
export function supportedVersions(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, versionsReader)
}

/** Every version that the client offers: its list, or the newest alone where it has none. */
export function offeredVersions(hello: ClientHello): readonly number[] {
  return supportedVersions(hello) ?? [hello.legacyVersion]
}

/** The newest version that the client offers. */
export function newestOffered(hello: ClientHello): number {
  return findNewest(offeredVersions(hello)) ?? hello.legacyVersion
}

/** The version that the server chose, wherever it says so. */
export function selectedVersion(hello: ServerHello): number {
  return supportedVersions(hello)?.[0] ?? hello.legacyVersion
}

export function supportedGroups(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, numbers.supportedGroups)
}

export function pointFormats(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, numbers.ecPointFormats)
}

/** Offered by a client; chosen (one) by a server; named without a key by a HelloRetryRequest. */
export function keyShares(hello: ExtensionCarrier): readonly KeyShare[] | null {
  return findValue(hello, keyShare)
}

export function signatureSchemes(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, signatureAlgorithms)
}

/** What the sender accepts in certificates: its own list where it has one, else that of all signatures. */
export function certificateSignatureSchemes(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, signatureAlgorithmsCert) ?? signatureSchemes(hello)
}

/** Protocol names as text, unprintable bytes written `\x0a`. */
export function alpnProtocols(hello: ExtensionCarrier): readonly string[] | null {
  return findValue(hello, alpn)?.map(printable) ?? null
}

export function pskIdentities(hello: ExtensionCarrier): readonly PskIdentity[] | null {
  return preSharedKeys(hello)?.identities ?? null
}

export function preSharedKeys(hello: ExtensionCarrier): PreSharedKey | null {
  return findValue(hello, preSharedKey)
}

export function pskModes(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, numbers.pskKeyExchangeModes)
}

export function helloCookie(hello: ExtensionCarrier): Uint8Array | null {
  return findValue(hello, cookie)
}

export function encryptedHello(hello: ExtensionCarrier): EncryptedClientHello | null {
  return findValue(hello, encryptedClientHello)
}

export function recordSizeLimit(hello: ExtensionCarrier): number | null {
  return findValue(hello, numbers.recordSizeLimit)
}

export function maxFragmentLength(hello: ExtensionCarrier): number | null {
  return findValue(hello, numbers.maxFragmentLength)
}

export function certificateCompressions(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, numbers.compressCertificate)
}

export function clientCertificateTypes(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, clientCertificateType)
}

export function serverCertificateTypes(hello: ExtensionCarrier): readonly number[] | null {
  return findValue(hello, serverCertificateType)
}

/** Of a hello, or stapled to a certificate's entry of TLS 1.3 (give it as a carrier of kind `certificate`). */
export function certificateStatus(carrier: ExtensionCarrier): StatusRequest | null {
  return findValue(carrier, statusRequest)
}

export function hasExtension(carrier: ExtensionCarrier, codepoint: number): boolean {
  return findExtension(carrier, codepoint) !== undefined
}

function printable(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    text +=
      byte >= 0x20 && byte < 0x7f && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return text
}
