// CompressedCertificate: a Certificate message, squeezed. RFC 8879 §4.

import { unzlibSync } from 'fflate'
import { decompress } from 'fzstd'
import { certificateCompressions } from '../../registry/tables/certificate-compression.ts'
import { Cursor, WireError } from '../../wire/cursor.ts'
import { readCertificate, type Certificate } from './certificate.ts'

export interface CompressedCertificate {
  readonly kind: 'compressed_certificate'
  readonly algorithm: number
  readonly uncompressedLength: number
  readonly compressed: Uint8Array
  /**
   * What it unpacks to, with offsets into the unpacked bytes. Null where it can't be unpacked or read: Brotli, or damage.
   */
  readonly certificate: Certificate | null
}

export function readCompressedCertificate(c: Cursor, type: number): CompressedCertificate {
  const algorithm = c.u16('algorithm')
  const uncompressedLength = c.u24('uncompressed_length')
  const compressed = c.vec24('compressed_certificate_message')
  c.finish('CompressedCertificate')
  return {
    kind: 'compressed_certificate',
    algorithm,
    uncompressedLength,
    compressed,
    certificate: unpack(algorithm, compressed, uncompressedLength, type),
  }
}

/** A chain of certificates fills kilobytes; a claim of more than this is not worth the memory. */
const mostUnpacked = 1 << 20

function unpack(
  algorithm: number,
  compressed: Uint8Array,
  length: number,
  type: number,
): Certificate | null {
  if (length > mostUnpacked) return null
  const bytes = inflate(algorithm, compressed, length)
  if (bytes?.length !== length) return null
  try {
    return readCertificate(new Cursor(bytes), true, type)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return null
  }
}

/** Never more than `length` bytes; null for an algorithm that is not read here and for data that do not unpack. */
function inflate(algorithm: number, compressed: Uint8Array, length: number): Uint8Array | null {
  const out = new Uint8Array(length)
  try {
    switch (algorithm) {
      case certificateCompressions.zlib:
        return unzlibSync(compressed, { out })
      case certificateCompressions.zstd:
        return decompress(compressed, out)
      default:
        return null
    }
  } catch {
    // The libraries throw plain errors on bad input: what the sender packed can't be had, and that is the answer.
    return null
  }
}
