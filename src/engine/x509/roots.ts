// The public roots: Mozilla's store, by name and key. Loaded when a chain is judged, not before.

import { Cursor } from '../wire/cursor.ts'
import { type Anchor, RootStore } from './anchor.ts'
import { Der } from './der.ts'
import { readName } from './name.ts'
import { decodeBase64 } from './pem.ts'
import { rootRows } from './roots-data.ts'
import { readPublicKey } from './public-key.ts'

let store: RootStore | null = null

/** The same store for everybody: it is read when a chain is first judged, which takes some milliseconds. */
export function publicRoots(): RootStore {
  store ??= parseRoots(rootRows)
  return store
}

/** Lines as `tools/roots.ts` writes them. Names and keys are read one by one, when a chain leads to them. */
export function parseRoots(rows: string): RootStore {
  return new RootStore(
    rows.split('\n').map((row) => ({
      name: row.slice(0, row.indexOf('\t')).replaceAll('\x1f', '\n'),
      read: () => parseRoot(row),
    })),
  )
}

function parseRoot(row: string): Anchor {
  const [, label = '', notAfter = '', , subject = '', key = ''] = row.split('\t')
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
