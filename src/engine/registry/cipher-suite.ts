// One cipher suite's row, found by its number.

import { cipherSuiteRows, type CipherSuiteRow } from './tables/cipher-suites.ts'

let byCode: Map<number, CipherSuiteRow> | null = null

/** What a suite is made of, or undefined for a number that nobody registered. The index is built when first asked. */
export function findCipherSuite(codepoint: number): CipherSuiteRow | undefined {
  byCode ??= new Map(cipherSuiteRows.map((row) => [row.codepoint, row]))
  return byCode.get(codepoint)
}
