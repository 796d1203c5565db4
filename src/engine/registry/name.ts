// Names for codepoints. A number that no registry names prints as `unknown (0x1a2b)`, GREASE as `GREASE (0x1a1a)`.

import { isGrease, isGreasePskMode } from './grease.ts'
import { alertLevels } from './tables/alert-levels.ts'
import { alerts } from './tables/alerts.ts'
import { certificateCompressions } from './tables/certificate-compression.ts'
import { certificateStatusTypes } from './tables/certificate-status-types.ts'
import { certificateTypes } from './tables/certificate-types.ts'
import { cipherSuites } from './tables/cipher-suites.ts'
import { clientCertificateTypes } from './tables/client-certificate-types.ts'
import { compressionMethods } from './tables/compression-methods.ts'
import { contentTypes } from './tables/content-types.ts'
import { ecPointFormats } from './tables/ec-point-formats.ts'
import { extensions } from './tables/extensions.ts'
import { handshakeTypes } from './tables/handshake-types.ts'
import { hashAlgorithms } from './tables/hash-algorithms.ts'
import { pskKeyExchangeModes } from './tables/psk-key-exchange-modes.ts'
import { signatureAlgorithms } from './tables/signature-algorithms-tls12.ts'
import { signatureSchemes } from './tables/signature-schemes.ts'
import { supportedGroups } from './tables/supported-groups.ts'
import { versions } from './tables/versions.ts'

/** Answers the registry's name of a codepoint, or undefined. The table is turned round when first asked. */
export function finder(
  table: Readonly<Record<string, number>>,
): (code: number) => string | undefined {
  let byCode: Map<number, string> | null = null
  return (code) => {
    byCode ??= new Map(Object.entries(table).map(([name, value]) => [value, name]))
    return byCode.get(code)
  }
}

/** As `finder`, with words for what has no name. `digits` is how many hexadecimal digits a codepoint has. */
export function namer(
  table: Readonly<Record<string, number>>,
  digits = 2,
): (code: number) => string {
  const find = finder(table)
  return (code) => find(code) ?? unknown(code, digits)
}

/** How a codepoint without a name is written. */
export function unknown(code: number, digits: number): string {
  return `unknown (${hexOf(code, digits)})`
}

/** Whether a name is the one for what has none. */
export function isUnknown(name: string): boolean {
  return name.startsWith('unknown (')
}

/** `0x1a2b`. */
export function hexOf(code: number, digits: number): string {
  return `0x${code.toString(16).padStart(digits, '0')}`
}

/** For the 16-bit registries in which GREASE has its sixteen values (RFC 8701). */
function greasedNamer(table: Readonly<Record<string, number>>): (code: number) => string {
  const find = finder(table)
  return (code) => find(code) ?? (isGrease(code) ? `GREASE (${hexOf(code, 4)})` : unknown(code, 4))
}

export const nameOfAlert: (code: number) => string = namer(alerts)
export const nameOfAlertLevel: (code: number) => string = namer(alertLevels)
export const nameOfContentType: (code: number) => string = namer(contentTypes)
export const nameOfHandshakeType: (code: number) => string = namer(handshakeTypes)
export const nameOfExtension: (code: number) => string = greasedNamer(extensions)
export const nameOfCipherSuite: (code: number) => string = greasedNamer(cipherSuites)
export const nameOfGroup: (code: number) => string = greasedNamer(supportedGroups)
export const nameOfSignatureScheme: (code: number) => string = greasedNamer(signatureSchemes)
export const nameOfVersion: (code: number) => string = greasedNamer(versions)
export const nameOfHash: (code: number) => string = namer(hashAlgorithms)
export const nameOfSignatureAlgorithm: (code: number) => string = namer(signatureAlgorithms)
export const nameOfCompression: (code: number) => string = namer(compressionMethods)
export const nameOfPointFormat: (code: number) => string = namer(ecPointFormats)
export const nameOfCertificateType: (code: number) => string = namer(certificateTypes)
export const nameOfCertificateStatusType: (code: number) => string = namer(certificateStatusTypes)
export const nameOfCertificateCompression: (code: number) => string = namer(
  certificateCompressions,
  4,
)
export const nameOfClientCertificateType: (code: number) => string = namer(clientCertificateTypes)

const findPskMode = finder(pskKeyExchangeModes)

export function nameOfPskMode(code: number): string {
  return (
    findPskMode(code) ?? (isGreasePskMode(code) ? `GREASE (${hexOf(code, 2)})` : unknown(code, 2))
  )
}
