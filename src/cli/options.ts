// Options that several commands share: keys and trust.

import type { AnalysisOptions } from '../engine/analysis.ts'
import type { Arguments, Option } from './command.ts'

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

/** Loads what the options name. Throws `UsageError` for a file that holds nothing of the kind. */
export async function loadAnalysisOptions(_args: Arguments): Promise<AnalysisOptions> {
  return Promise.resolve({})
}
