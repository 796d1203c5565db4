// Made by tools/registries.ts from data/registries/ssl2-message-types.tsv. Don't edit: run `npm run registries`.

export const ssl2MessageTypes = {
  ERROR: 0,
  'CLIENT-HELLO': 1,
  'CLIENT-MASTER-KEY': 2,
  'CLIENT-FINISHED': 3,
  'SERVER-HELLO': 4,
  'SERVER-VERIFY': 5,
  'SERVER-FINISHED': 6,
  'REQUEST-CERTIFICATE': 7,
  'CLIENT-CERTIFICATE': 8,
} as const

export interface Ssl2MessageTypeRow {
  readonly codepoint: number
  readonly name: string
  readonly sender: string
}

export const ssl2MessageTypeRows: readonly Ssl2MessageTypeRow[] = [
  { codepoint: 0, name: 'ERROR', sender: 'either' },
  { codepoint: 1, name: 'CLIENT-HELLO', sender: 'client' },
  { codepoint: 2, name: 'CLIENT-MASTER-KEY', sender: 'client' },
  { codepoint: 3, name: 'CLIENT-FINISHED', sender: 'client' },
  { codepoint: 4, name: 'SERVER-HELLO', sender: 'server' },
  { codepoint: 5, name: 'SERVER-VERIFY', sender: 'server' },
  { codepoint: 6, name: 'SERVER-FINISHED', sender: 'server' },
  { codepoint: 7, name: 'REQUEST-CERTIFICATE', sender: 'server' },
  { codepoint: 8, name: 'CLIENT-CERTIFICATE', sender: 'client' },
]
