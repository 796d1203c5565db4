// Options that several commands share: keys and trust.

import type { AnalysisOptions } from '../engine/analysis.ts'
import type { Arguments, Option } from './command.ts'
import { mayCarrySecrets } from './input.ts'

export const keyOptions: Readonly<Record<string, Option>> = {
  keylog: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'secrets in the NSS key log format (SSLKEYLOGFILE), to read what is encrypted',
  },
  key: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: "the server's RSA key (PEM, DER or PKCS#12), for handshakes with RSA key exchange",
  },
  password: { type: 'string', value: 'TEXT', help: 'opens a protected --key FILE' },
  psk: { type: 'string', value: 'HEX', help: 'the pre-shared key' },
}

export const trustOptions: Readonly<Record<string, Option>> = {
  ca: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'certificates (PEM) that are trusted beside the public roots',
  },
  'no-public-roots': { type: 'boolean', help: 'trust only what --ca gives' },
  crl: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'certificate revocation list to hold certificates against',
  },
}

/**
 * Loads what the options name, for a run over `paths`. Throws `UsageError` for a file that holds nothing of
 * the kind.
 */
export async function loadAnalysisOptions(
  args: Arguments,
  paths: readonly string[],
): Promise<AnalysisOptions> {
  const files = {
    keylog: args.texts('keylog'),
    key: args.texts('key'),
    psk: args.text('psk'),
    password: args.text('password'),
  }
  const trust = await loadTrustOption(args)
  const given = files.keylog.length > 0 || files.key.length > 0 || files.psk !== undefined
  // The cryptography of records takes longer to load than a small trace to read: only where it may be needed.
  if (!given && !paths.some(mayCarrySecrets)) return trust
  const { loadKeys } = await import('./keys.ts')
  return { ...trust, keys: await loadKeys(files) }
}

async function loadTrustOption(args: Arguments): Promise<Pick<AnalysisOptions, 'trust'>> {
  const files = {
    ca: args.texts('ca'),
    crl: args.texts('crl'),
    noPublicRoots: args.flag('no-public-roots'),
  }
  if (files.ca.length === 0 && files.crl.length === 0 && !files.noPublicRoots) return {}
  const { loadTrust } = await import('./trust.ts')
  return { trust: loadTrust(files) }
}
