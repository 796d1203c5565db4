export function asText(bytes: Uint8Array, at: number, version: number): string {
  if (version === 4) return bytes.subarray(at, at + 4).join('.')
  const g = Array.from({ length: 8 }, (_, i) =>
    (bytes[at + 2 * i]! * 256 + bytes[at + 2 * i + 1]!).toString(16),
  )
  return g
    .join(':')
    .replace(/\b0(?::0)+\b/, ':')
    .replace(/:{3,}/, '::')
}
