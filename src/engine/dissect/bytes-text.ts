// How bytes are shown in one line.

/** Beyond this a line says how many bytes there are instead: the hex pane shows them all. */
const mostShown = 32

/** `0a1b2c`, cut where it gets long. */
export function hexText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes.subarray(0, mostShown)) text += byte.toString(16).padStart(2, '0')
  if (bytes.length === 0) return '(empty)'
  return bytes.length > mostShown ? `${text}… (${bytes.length} bytes)` : text
}

/** Printable ASCII as it is, anything else as `\x1b`: nothing of the wire reaches a terminal raw. */
export function asciiText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes)
    text +=
      byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`
  return text
}

/** `00:1e:68:0f:3e:80`. */
export function macText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}

export function numberOf(bytes: Uint8Array): number | bigint {
  if (bytes.length > 6)
    return BigInt(`0x${Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')}`)
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}

export function bytesCount(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`
}
