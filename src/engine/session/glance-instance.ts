// The glance as it runs: compiled once, and its instances used again.

import { glanceCode } from './glance-code.ts'

/** What src/glance/index.ts offers. */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly block: { readonly value: number }
  readonly blockLength: { readonly value: number }
  readonly spare: { readonly value: number }
  readonly spareLength: { readonly value: number }
  readonly gathered: { readonly value: number }
  readonly results: { readonly value: number }
  clear(seed: number): void
  see(
    at: number,
    have: number,
    whole: number,
    frame: number,
    seconds: number,
    nanos: number,
    linkType: number,
  ): number
  skim(
    at: number,
    to: number,
    frames: number,
    headerLength: number,
    bigEndian: number,
    limit: number,
    units: number,
    nanosPerUnit: number,
    linkType: number,
  ): number
  recall(isSix: number, source: number, destination: number, addresses: number): number
  hellos(flow: number): number
  ignore(): void
  lend(
    isOpener: number,
    clientNext: number,
    serverNext: number,
    speaker: number,
    most: number,
  ): number
  lookedAt(after: number): number
  letGo(flow: number): void
  stopTape(flow: number): void
  follow(flow: number): void
  drop(flow: number): void
  flowAt(flow: number): number
  lookAt(look: number): number
}

/** Instances that are free: each holds memory for many connections, and most runs need one at a time. */
const shelf: Exports[] = []
let compiled: WebAssembly.Module | null = null

/** Null where the host has none to offer. */
export function take(): Exports | null {
  return shelf.pop() ?? instantiate()
}

export function giveBack(instance: Exports): void {
  shelf.push(instance)
}

function instantiate(): Exports | null {
  try {
    compiled ??= new WebAssembly.Module(bytesOf(glanceCode))
    return new WebAssembly.Instance(compiled).exports as unknown as Exports
  } catch {
    // A page whose policy forbids it, a host that has none or no memory for it: slower, and all the same.
    return null
  }
}

/** Base64, as every host of the engine can read it. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const bytes = new Uint8Array(Math.floor((text.replace(/=+$/, '').length * 3) / 4))
  let bits = 0
  let have = 0
  let at = 0
  for (const character of text) {
    const value = alphabet.indexOf(character)
    if (value < 0) break
    bits = (bits << 6) | value
    have += 6
    if (have < 8) continue
    have -= 8
    bytes[at++] = bits >> have
  }
  return bytes
}
