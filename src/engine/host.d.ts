// The web APIs that the engine may use: present in browsers and in Node alike.

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(input?: Uint8Array): string
}

declare class TextEncoder {
  encode(input?: string): Uint8Array
}

declare namespace WebAssembly {
  type Module = object
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => Module
  class Instance {
    constructor(module: Module)
    readonly exports: Record<string, unknown>
  }
}
