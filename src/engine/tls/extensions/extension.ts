// One extension as it stands in a message: a number and bytes. RFC 8446 §4.2.

import { Cursor, WireError, type List } from '../../wire/cursor.ts'

export interface Extension {
  readonly type: number
  readonly data: Uint8Array
  /** Where `data` starts in the bytes that the message was read from. */
  readonly at: number
}

/** The message that an extension stands in: several mean something else in a client's than in a server's. */
export type ExtensionPlace =
  | 'client_hello'
  | 'server_hello'
  | 'hello_retry_request'
  | 'encrypted_extensions'
  | 'certificate'
  | 'certificate_request'
  | 'new_session_ticket'

/** How the contents of one extension are read. */
export interface ExtensionReader<T> {
  readonly codepoint: number
  readonly read: (c: Cursor, place: ExtensionPlace) => T
}

/** Anything that carries extensions. `kind` says in which message they stand. */
export interface ExtensionCarrier {
  readonly kind: ExtensionPlace
  /** Null when the block is missing. */
  readonly extensions: List<Extension> | null
}

export function readExtension(c: Cursor): Extension {
  const type = c.u16('extension_type')
  const data = c.vec16('extension_data')
  return { type, data, at: c.pos - data.length }
}

/** A block of extensions behind its two-byte length. */
export function readExtensions(c: Cursor): List<Extension> {
  return c.list16('extensions', readExtension)
}

/** As `readExtensions`; null where the message ends before the block, as TLS 1.2 allows. */
export function readOptionalExtensions(c: Cursor): List<Extension> | null {
  return c.left === 0 ? null : readExtensions(c)
}

/** The first extension of that number. */
export function findExtension(carrier: ExtensionCarrier, codepoint: number): Extension | undefined {
  return carrier.extensions?.items.find((extension) => extension.type === codepoint)
}

/** What an extension says, or why it can't be read, at which byte of the message. */
export type ExtensionValue<T> =
  | { readonly value: T; readonly damage: null }
  | { readonly value: null; readonly damage: WireError }

/** Reads all of an extension's contents: the boundary at which their faults become values. */
export function parseExtension<T>(
  extension: Extension,
  reader: ExtensionReader<T>,
  place: ExtensionPlace,
): ExtensionValue<T> {
  try {
    const c = new Cursor(extension.data)
    const value = reader.read(c, place)
    c.finish('extension_data')
    return { value, damage: null }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return { value: null, damage: new WireError(error.fault, error.field, error.at + extension.at) }
  }
}

/** The value of a carrier's extension: null when it is absent or can't be read. */
export function findValue<T>(carrier: ExtensionCarrier, reader: ExtensionReader<T>): T | null {
  const extension = findExtension(carrier, reader.codepoint)
  if (extension === undefined) return null
  let parsed = known.get(extension)
  if (parsed?.reader !== reader || parsed.place !== carrier.kind) {
    const { value } = parseExtension(extension, reader, carrier.kind)
    known.set(extension, (parsed = { reader, place: carrier.kind, value }))
  }
  return parsed.value as T | null
}

/** Many ask for the same few values of one hello. Forgotten with the extension. */
const known = new WeakMap<
  Extension,
  { readonly reader: unknown; readonly place: ExtensionPlace; readonly value: unknown }
>()
