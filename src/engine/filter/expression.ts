// A filter expression as a tree. Grammar, loosest first: or, and, comparison, bits, not and names.

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>='

export type Expression =
  | { readonly kind: 'or' | 'and'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  /** A name alone: true when the frame has it, and it is not 0. */
  | { readonly kind: 'present'; readonly name: string; readonly at: number }
  | {
      readonly kind: 'compare'
      readonly name: string
      readonly at: number
      /** `TCP.Flags & 0x4`: the bits that are compared, or null. */
      readonly mask: number | null
      readonly operator: Operator
      readonly value: string
    }
  | { readonly kind: 'contains'; readonly name: string; readonly at: number; readonly text: string }
  | { readonly kind: 'bytes'; readonly wanted: Uint8Array }
