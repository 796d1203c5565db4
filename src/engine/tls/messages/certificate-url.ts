// CertificateURL: the client says where its certificate can be fetched. RFC 6066 §5.

import type { Cursor, List } from '../../wire/cursor.ts'

export interface CertificateUrl {
  readonly kind: 'certificate_url'
  /** 0: one URL per certificate; 1: a PKCS#7 path. */
  readonly chainType: number
  readonly urls: List<{ readonly url: Uint8Array; readonly sha1: Uint8Array }>
}

export function readCertificateUrl(c: Cursor): CertificateUrl {
  const message = {
    kind: 'certificate_url' as const,
    chainType: c.u8('type'),
    urls: c.list16('url_and_hash_list', (item) => {
      const url = item.vec16('url')
      item.u8('padding')
      return { url, sha1: item.take(20, 'SHA1Hash') }
    }),
  }
  c.finish('CertificateURL')
  return message
}
