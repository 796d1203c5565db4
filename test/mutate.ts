// Damage to a file, as a generator decides it.

/** One to eight changes: bits, bytes, integers at their limits, stretches left out, doubled or moved. */
export function mutate(original: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes: Uint8Array = original.slice()
  for (let changes = 1 + random(8); changes > 0; changes--) {
    const at = random(bytes.length)
    const length = 1 + random(64)
    switch (random(7)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
        break
      case 1:
        bytes[at] = random(256)
        break
      case 2:
        bytes.fill(random(2) === 0 ? 0xff : 0, at, at + 1 + random(4))
        break
      case 3:
        bytes = join(bytes.subarray(0, at), bytes.subarray(at + length))
        break
      case 4:
        bytes = join(bytes.subarray(0, at + length), bytes.subarray(at))
        break
      case 5:
        bytes = join(
          bytes.subarray(0, at),
          bytes.subarray(at, at + length).toReversed(),
          bytes.subarray(at + length),
        )
        break
      default:
        bytes = bytes.slice(0, Math.max(24, at))
    }
  }
  return bytes
}

function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
