// Made by tools/registries.ts from data/registries/eap-tls-flags.tsv. Don't edit: run `npm run registries`.

export interface EapTlsFlagRow {
  readonly mask: number
  readonly name: string
  readonly meaning: string
}

export const eapTlsFlagRows: readonly EapTlsFlagRow[] = [
  { mask: 0x80, name: 'L', meaning: 'The 4-byte TLS message length is present.' },
  { mask: 0x40, name: 'M', meaning: 'More fragments follow.' },
  { mask: 0x20, name: 'S', meaning: 'EAP-TLS start.' },
  { mask: 0x10, name: 'O', meaning: 'Outer TLV length present (TEAP).' },
  { mask: 0x07, name: 'version', meaning: 'Version bits of PEAP (0, 1, 2), EAP-TTLS, EAP-FAST and TEAP.' },
]
