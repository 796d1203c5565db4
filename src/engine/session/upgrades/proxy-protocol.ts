// The PROXY protocol, versions 1 and 2: a load balancer's word on where the connection came from. HAProxy's proxy-protocol.txt.

import type { Side } from '../../wire/span.ts'
import {
  fitsBytes,
  measureLine,
  printable,
  textOf,
  u16,
  type Dialogue,
  type Opening,
  type Said,
} from './dialogue.ts'

const word = [0x50, 0x52, 0x4f, 0x58, 0x59, 0x20]
const signature = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]
const fixedLength = 16
/** Version 1: the longest line is 107 bytes. */
const lineMost = 107
/** Version 2: addresses and TLVs; a certificate's fields fit many times over. */
const headerMost = 4096

class ProxyProtocol implements Dialogue {
  readonly protocol = 'proxy-protocol'
  readonly upgrade = 'proxy-protocol'
  readonly awaits = false

  measure(from: Side, bytes: Uint8Array, at: number, to: number): number {
    if (from === 'server') return -1
    if (bytes[at] === word[0]) {
      const length = measureLine(bytes, at, Math.min(to, at + lineMost))
      return length === 0 && to - at >= lineMost ? -1 : length
    }
    if (to - at < fixedLength) return 0
    const length = fixedLength + u16(bytes, at + 14)
    if (length > headerMost) return -1
    return to - at < length ? 0 : length
  }

  take(_from: Side, header: Uint8Array): Said {
    if (header[0] === word[0]) {
      const text = printable(textOf(header))
      const [, , source, , port] = text.split(' ')
      return { text, over: true, ...(port !== undefined && { target: `${source ?? ''}:${port}` }) }
    }
    const target = sourceOf(header)
    const command = ((header[12] ?? 0) & 0x0f) === 1 ? 'PROXY' : 'LOCAL'
    return {
      text: `PROXY protocol 2 ${command} ${target ?? ''}`.trimEnd(),
      over: true,
      ...(target && { target }),
    }
  }
}

/** Version 2: the address that the connection came from, after the fixed part. */
function sourceOf(header: Uint8Array): string | null {
  const family = (header[13] ?? 0) >> 4
  if (family === 1 && header.length >= 28)
    return `${[...header.subarray(16, 20)].join('.')}:${u16(header, 24)}`
  if (family !== 2 || header.length < 52) return null
  const groups = Array.from({ length: 8 }, (_, i) => u16(header, 16 + 2 * i).toString(16))
  return `[${groups.join(':')}]:${u16(header, 48)}`
}

export const proxyProtocol: Opening = {
  fits(from, bytes, at, to) {
    if (from !== 'client') return 'no'
    return bytes[at] === word[0]
      ? fitsBytes(word, bytes, at, to)
      : fitsBytes(signature, bytes, at, to)
  },
  begin: () => new ProxyProtocol(),
}
