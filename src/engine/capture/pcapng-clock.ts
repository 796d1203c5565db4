// Time stamps of one pcapng interface: 64 bits in units of a power of ten or of two, and an offset.
// draft-ietf-opsawg-pcapng, options if_tsresol and if_tsoffset.

/** Reads a time stamp into its own fields, exactly, and without making anything for the usual units. */
export class PcapngClock {
  seconds = 0
  nanos = 0
  /** Decimals of the second that the units can tell apart, 9 at most. */
  readonly decimals: number
  private readonly unitsPerSecond: bigint
  /** The same as a number where long division by 16 bits stays exact, else 0. */
  private readonly smallUnits: number
  private readonly nanosPerUnit: number
  private readonly offsetSeconds: number

  /** `resolution` is the octet of if_tsresol: a negative power of 10, or of 2 with the high bit set. */
  constructor(resolution: number, offsetSeconds: bigint) {
    const power = resolution & 0x7f
    const binary = (resolution & 0x80) !== 0
    this.unitsPerSecond = (binary ? 2n : 10n) ** BigInt(power)
    this.decimals = Math.min(9, binary ? Math.ceil(power * Math.log10(2)) : power)
    this.smallUnits = !binary && power <= 9 ? 10 ** power : 0
    this.nanosPerUnit = 10 ** (9 - power)
    this.offsetSeconds = Number(offsetSeconds)
  }

  read(high: number, low: number): void {
    if (this.smallUnits > 0) this.divide(high, low)
    else this.divideExactly(high, low)
    this.seconds += this.offsetSeconds
  }

  // Nanoseconds since 1970 need 61 bits. School division by digits of 16 bits keeps every step exact:
  // the remainder is below 10^9, so remainder × 65,536 + digit is below 2^46, and for such numbers
  // the rounded quotient never reaches the next whole one. (`%` is exact too, and four times slower.)
  private divide(high: number, low: number): void {
    const units = this.smallUnits
    const first = Math.floor(high / units)
    let step = (high - first * units) * 65_536 + (low >>> 16)
    const second = Math.floor(step / units)
    step = (step - second * units) * 65_536 + (low & 0xffff)
    const third = Math.floor(step / units)
    this.seconds = (first * 65_536 + second) * 65_536 + third
    this.nanos = (step - third * units) * this.nanosPerUnit
  }

  private divideExactly(high: number, low: number): void {
    const stamp = (BigInt(high) << 32n) | BigInt(low)
    this.seconds = Number(stamp / this.unitsPerSecond)
    this.nanos = Number(((stamp % this.unitsPerSecond) * 1_000_000_000n) / this.unitsPerSecond)
  }
}
