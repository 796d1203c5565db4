/** The two hellos of a conversation that went well, one behind the other: where they stood in which frame is not kept. */
export interface Hellos {
  readonly bytes: Uint8Array
  readonly clientLength: number
}
