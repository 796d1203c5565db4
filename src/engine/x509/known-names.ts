// Names that were read before: a server names the same authorities in every CertificateRequest.

import { ByteMemory } from '../wire/byte-memory.ts'
import { Cursor, WireError } from '../wire/cursor.ts'
import { Der } from './der.ts'
import { readName, type Name } from './name.ts'

/** The authorities of a server that asks for any CA of the public, some two hundred, and of several others. */
const most = 1024
/** Bytes: names of people's making have less; longer ones are read anew, for they would fill the memory. */
const longest = 1024

const known = new ByteMemory<Name | null>(most)

/** Null where the bytes are no name. The same object for the same bytes. */
export function knownName(der: Uint8Array): Name | null {
  return der.length > longest ? readNameOrNone(der) : known.get(der, readNameOrNone)
}

function readNameOrNone(der: Uint8Array): Name | null {
  try {
    return readName(new Der(new Cursor(der), []), 'authority')
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}
