// Fingerprints of hellos: JA3 and JA3S (Salesforce), JA4 (FoxIO). They tell which software sent a hello, not who.

import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { ascii, hex } from '../crypto/octets.ts'
import { isGrease } from '../registry/grease.ts'
import { extensions } from '../registry/tables/extensions.ts'
import { versions } from '../registry/tables/versions.ts'
import { alpn } from './extensions/alpn.ts'
import { findValue } from './extensions/extension.ts'
import type { ClientHello, ServerHello } from './handshake.ts'
import { newestOffered, pointFormats, signatureSchemes, supportedGroups } from './hello.ts'

/** MD5 over version, suites, extensions, groups and point formats, in the order sent, without GREASE. */
export function ja3(hello: ClientHello): string {
  return hex(md5(ascii(ja3Text(hello))))
}

/** What JA3 hashes: `771,4865-4866,0-23,29-23,0`. */
export function ja3Text(hello: ClientHello): string {
  return [
    [hello.legacyVersion],
    withoutGrease(hello.cipherSuites),
    withoutGrease(extensionTypes(hello)),
    withoutGrease(supportedGroups(hello) ?? []),
    pointFormats(hello) ?? [],
  ]
    .map((list) => list.join('-'))
    .join(',')
}

export function ja3s(hello: ServerHello): string {
  return hex(md5(ascii(ja3sText(hello))))
}

/** What JA3S hashes: `771,4865,51-43`. */
export function ja3sText(hello: ServerHello): string {
  return `${hello.legacyVersion},${hello.cipherSuite},${extensionTypes(hello).join('-')}`
}

/**
 *     t 13 d 15 16 h2 _ 8daaf6152771 _ e5627efa2ab1
 *     │ │  │ │  │  │    │              └ extensions, sorted, without names and ALPN, and signature algorithms
 *     │ │  │ │  │  │    └ suites, sorted
 *     │ │  │ │  │  └ first and last character of the first ALPN name
 *     │ │  │ │  └ number of extensions
 *     │ │  │ └ number of suites
 *     │ │  └ d: a server name is there; i: none
 *     │ └ newest version offered
 *     └ t: TCP, q: QUIC, d: DTLS
 */
export function ja4(hello: ClientHello, transport: 'tcp' | 'quic' | 'dtls'): string {
  const suites = withoutGrease(hello.cipherSuites).map(hex4).sort()
  const types = withoutGrease(extensionTypes(hello))
  const kept = types
    .filter(
      (type) =>
        type !== extensions.server_name &&
        type !== extensions.application_layer_protocol_negotiation,
    )
    .map(hex4)
    .sort()
  const schemes = withoutGrease(signatureSchemes(hello) ?? []).map(hex4)
  const start =
    { tcp: 't', quic: 'q', dtls: 'd' }[transport] +
    (ja4Versions[newestOffered(hello)] ?? '00') +
    (types.includes(extensions.server_name) ? 'd' : 'i') +
    twoDigits(suites.length) +
    twoDigits(types.length) +
    ja4Alpn(hello)
  const extensionText = kept.join(',') + (schemes.length > 0 ? `_${schemes.join(',')}` : '')
  return `${start}_${hash12(suites.join(','))}_${types.length === 0 ? noHash : hash12(extensionText)}`
}

const ja4Versions: Readonly<Record<number, string>> = {
  [versions['SSL 2.0']]: 's2',
  [versions['SSL 3.0']]: 's3',
  [versions['TLS 1.0']]: '10',
  [versions['TLS 1.1']]: '11',
  [versions['TLS 1.2']]: '12',
  [versions['TLS 1.3']]: '13',
  [versions['DTLS 1.0']]: 'd1',
  [versions['DTLS 1.2']]: 'd2',
  [versions['DTLS 1.3']]: 'd3',
}

const noHash = '000000000000'

function ja4Alpn(hello: ClientHello): string {
  const first = findValue(hello, alpn)?.[0]
  if (first === undefined || first.length === 0) return '00'
  const ends = [first[0]!, first[first.length - 1]!]
  if (ends.every(isAlphanumeric)) return String.fromCharCode(...ends)
  const text = hex(first)
  return text[0]! + text[text.length - 1]!
}

function isAlphanumeric(byte: number): boolean {
  return /[0-9A-Za-z]/.test(String.fromCharCode(byte))
}

function extensionTypes(hello: ClientHello | ServerHello): readonly number[] {
  return hello.extensions?.items.map((extension) => extension.type) ?? []
}

function withoutGrease(list: readonly number[]): readonly number[] {
  return list.filter((codepoint) => !isGrease(codepoint))
}

function twoDigits(count: number): string {
  return String(Math.min(count, 99)).padStart(2, '0')
}

function hash12(text: string): string {
  return text === '' ? noHash : hex(sha256(ascii(text))).slice(0, 12)
}

function hex4(codepoint: number): string {
  return codepoint.toString(16).padStart(4, '0')
}
