// Writes pcapng files, whole or as the frames come. draft-ietf-opsawg-pcapng.

import { UsageError } from '../wire/usage-error.ts'
import { ByteBuilder } from './byte-builder.ts'
import type { WrittenFrame } from './written-frame.ts'

export interface PcapngOptions {
  /** Default false: little-endian, as most hosts write. */
  readonly bigEndian?: boolean
  /** Octet of if_tsresol: a negative power of ten, or of two with the high bit set. Default 9, nanoseconds. */
  readonly resolution?: number
  /** Comment of the section. Default none. */
  readonly comment?: string
  /** Decryption secrets: type and body. Default none. */
  readonly secrets?: readonly { readonly type: number; readonly bytes: Uint8Array }[]
}

/** Frames of any mixture of link types: each gets an interface of its own. */
export function writePcapng(
  frames: readonly WrittenFrame[],
  options: PcapngOptions = {},
): Uint8Array {
  const writer = new PcapngWriter(options)
  const out = new ByteBuilder()
  out.bytes(writer.begin())
  for (const frame of frames) out.bytes(writer.frame(frame))
  return out.finish()
}

/** The pieces of a pcapng file one by one, for a trace that is written while it is taken. */
export class PcapngWriter {
  private readonly options: PcapngOptions
  private readonly resolution: number
  private readonly unitsPerSecond: bigint
  /** Link types of the interfaces described so far, in order. */
  private readonly interfaces: number[] = []

  constructor(options: PcapngOptions = {}) {
    this.options = options
    this.resolution = options.resolution ?? 9
    const power = BigInt(this.resolution & 0x7f)
    this.unitsPerSecond = ((this.resolution & 0x80) !== 0 ? 2n : 10n) ** power
  }

  /** What a file begins with. */
  begin(): Uint8Array {
    const { comment, secrets = [] } = this.options
    const out = this.builder()
    this.block(out, 0x0a0d0d0a, (body) => {
      body.u32(0x1a2b3c4d).u16(1).u16(0).u64(-1n)
      if (comment !== undefined) this.commentOption(body, comment)
    })
    for (const { type, bytes } of secrets)
      this.block(out, 10, (body) => body.u32(type).u32(bytes.length).bytes(bytes).pad())
    return out.finish()
  }

  /** One frame, with its interface before it where that is new; `comment` goes with the frame. */
  frame(frame: WrittenFrame, comment?: string): Uint8Array {
    const out = this.builder()
    let id = this.interfaces.indexOf(frame.linkType)
    if (id < 0) {
      id = this.interfaces.push(frame.linkType) - 1
      this.block(out, 1, (body) => {
        body.u16(frame.linkType).u16(0).u32(262_144)
        body.u16(9).u16(1).u8(this.resolution).pad().u32(0)
      })
    }
    const fraction = (BigInt(frame.nanos) * this.unitsPerSecond) / 1_000_000_000n
    const stamp = BigInt(frame.seconds) * this.unitsPerSecond + fraction
    if (stamp < 0n || stamp >> 64n !== 0n)
      throw new UsageError(`pcapng cannot write ${frame.seconds} s in units that small`)
    this.block(out, 6, (body) => {
      body
        .u32(id)
        .u32(Number(BigInt.asUintN(32, stamp >> 32n)))
        .u32(Number(BigInt.asUintN(32, stamp)))
      body.u32(frame.bytes.length).u32(frame.wholeLength).bytes(frame.bytes).pad()
      if (comment !== undefined) this.commentOption(body, comment)
    })
    return out.finish()
  }

  private commentOption(body: ByteBuilder, comment: string): void {
    // A length of 16 bits; what is beyond it would make the options unreadable.
    const text = new TextEncoder().encode(comment).subarray(0, 65_532)
    body.u16(1).u16(text.length).bytes(text).pad().u32(0)
  }

  private block(out: ByteBuilder, type: number, fill: (body: ByteBuilder) => void): void {
    const body = this.builder()
    fill(body)
    const length = 12 + body.length
    out.u32(type).u32(length).bytes(body.finish()).u32(length)
  }

  private builder(): ByteBuilder {
    return new ByteBuilder(this.options.bigEndian)
  }
}
