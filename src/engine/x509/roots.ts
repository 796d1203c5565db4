// The public roots: Mozilla's store, by name and key. Loaded when a chain is judged, not before.

import { Cursor } from '../wire/cursor.ts'
import { type Anchor, RootStore } from './anchor.ts'
import { Der } from './der.ts'
import { readName } from './name.ts'
import { decodeBase64 } from './pem.ts'
import { readPublicKey } from './public-key.ts'

let loading: Promise<RootStore> | null = null

/** The same store for everybody: reading it takes some milliseconds. */
export async function loadPublicRoots(): Promise<RootStore> {
  loading ??= import('./roots-data.ts').then(({ rootRows }) => parseRoots(rootRows))
  return loading
}

/** Which package the roots were taken from, for those who ask why one is missing. */
export async function describeRootsSource(): Promise<string> {
  return (await import('./roots-data.ts')).rootsSource
}

export function parseRoots(rows: string): RootStore {
  return new RootStore(rows.split('\n').map(parseRoot))
}

function parseRoot(row: string): Anchor {
  const [label = '', notAfter = '', , subject = '', key = ''] = row.split('\t')
  return {
    subject: readName(reader(subject), 'subject'),
    key: readPublicKey(reader(key)),
    notAfter: Number(notAfter),
    label,
    isPublic: true,
    certificate: null,
  }
}

function reader(base64: string): Der {
  return new Der(new Cursor(decodeBase64(base64) ?? new Uint8Array()))
}
