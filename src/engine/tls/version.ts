// Protocol versions: which one a hello really means, and how they compare. RFC 8446 §4.2.1, RFC 9147 §5.3.

import { isGrease } from '../registry/grease.ts'
import { versions } from '../registry/tables/versions.ts'

/** Generations of the protocol, oldest first: DTLS versions stand with the TLS version that they are made from. */
export type Generation = 'ssl2' | 'ssl3' | 'tls10' | 'tls11' | 'tls12' | 'tls13'

/** TLS 1.3's drafts (0x7f00 and the draft's number) and experiments count as 1.3. Undefined: no version that we know. */
export function findGeneration(version: number): Generation | undefined {
  switch (version) {
    case versions['SSL 2.0']:
      return 'ssl2'
    case versions['SSL 3.0']:
      return 'ssl3'
    case versions['TLS 1.0']:
      return 'tls10'
    // DTLS 1.0 is made from TLS 1.1, and the Chinese profile shares its messages.
    case versions['TLS 1.1']:
    case versions['DTLS 1.0']:
    case versions['DTLS 1.0 (OpenSSL before 0.9.8f)']:
    case versions['TLCP 1.1 (GMTLS)']:
      return 'tls11'
    case versions['TLS 1.2']:
    case versions['DTLS 1.2']:
      return 'tls12'
    case versions['TLS 1.3']:
    case versions['DTLS 1.3']:
      return 'tls13'
    default:
      return isDraft13(version) ? 'tls13' : undefined
  }
}

/** TLS 1.3 or DTLS 1.3, final or draft. */
export function isTls13(version: number): boolean {
  return findGeneration(version) === 'tls13'
}

/** TLS 1.2 or newer, DTLS too: signatures carry their algorithm from here on. */
export function isTls12OrNewer(version: number): boolean {
  const generation = findGeneration(version)
  return generation === 'tls12' || generation === 'tls13'
}

/** Whether DTLS's version numbers, which count downwards, are meant. */
export function isDtlsVersion(version: number): boolean {
  return version >> 8 === 0xfe || version === versions['DTLS 1.0 (OpenSSL before 0.9.8f)']
}

const order: readonly Generation[] = ['ssl2', 'ssl3', 'tls10', 'tls11', 'tls12', 'tls13']

/** Newer is greater, DTLS and drafts included; -1 for a version that we do not know. */
export function rankVersion(version: number): number {
  const generation = findGeneration(version)
  return generation === undefined ? -1 : order.indexOf(generation)
}

/** The newest of a list that is not GREASE; undefined when none is left. Versions that we do not know rank lowest. */
export function findNewest(list: readonly number[]): number | undefined {
  return list
    .filter((version) => !isGrease(version))
    .reduce<number | undefined>(
      (best, version) =>
        best === undefined || rankVersion(version) > rankVersion(best) ? version : best,
      undefined,
    )
}

/** Drafts of TLS 1.3 up to 21, whose ServerHello was shorter. */
export function isEarlyDraft13(version: number): boolean {
  return version >> 8 === 0x7f && (version & 0xff) <= 21
}

function isDraft13(version: number): boolean {
  const family = version >> 8
  // 0x7f: IETF drafts; 0xfb: Facebook's; 0x7e: Google's experiments.
  return family === 0x7f || family === 0xfb || family === 0x7e
}
