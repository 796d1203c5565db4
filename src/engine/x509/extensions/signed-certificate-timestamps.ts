// Signed certificate timestamps: promises of Certificate Transparency logs. RFC 6962 §3.3.

import { Cursor } from '../../wire/cursor.ts'
import type { Der } from '../der.ts'

export interface SignedCertificateTimestamp {
  readonly version: number
  readonly logId: Uint8Array
  /** Milliseconds since 1970. */
  readonly timestampMillis: number
}

/** The list inside the OCTET STRING; an entry of another version than 1 keeps only its version. */
export function readSignedCertificateTimestamps(der: Der): SignedCertificateTimestamp[] {
  const element = der.element(0x04, 'signedCertificateTimestampList')
  const c = new Cursor(der.bytes, element.from, element.to)
  const list = c.list16('signedCertificateTimestampList', (each) =>
    readTimestamp(each.vec16('sct')),
  )
  if (list.damage !== null) throw list.damage
  c.finish('signedCertificateTimestampList')
  return [...list.items]
}

function readTimestamp(bytes: Uint8Array): SignedCertificateTimestamp {
  const c = new Cursor(bytes)
  const version = c.u8('version')
  if (version !== 0) return { version, logId: new Uint8Array(), timestampMillis: 0 }
  const logId = c.take(32, 'id')
  let timestampMillis = 0
  for (let i = 0; i < 4; i++) timestampMillis = timestampMillis * 65536 + c.u16('timestamp')
  return { version, logId, timestampMillis }
}
