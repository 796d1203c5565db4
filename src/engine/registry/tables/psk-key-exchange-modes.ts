// Made by tools/registries.ts from data/registries/psk-key-exchange-modes.tsv. Don't edit: run `npm run registries`.

export const pskKeyExchangeModes = {
  psk_ke: 0,
  psk_dhe_ke: 1,
} as const
