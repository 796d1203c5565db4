// Made by tools/registries.ts from data/registries/ech-hpke-ids.tsv. Don't edit: run `npm run registries`.

export interface EchHpkeRow {
  readonly kind: string
  readonly hex: number
  readonly name: string
  readonly reference: string
}

export const echHpkeRows: readonly EchHpkeRow[] = [
  { kind: 'kem', hex: 0x0010, name: 'DHKEM(P-256, HKDF-SHA256)', reference: 'RFC 9180' },
  { kind: 'kem', hex: 0x0011, name: 'DHKEM(P-384, HKDF-SHA384)', reference: 'RFC 9180' },
  { kind: 'kem', hex: 0x0012, name: 'DHKEM(P-521, HKDF-SHA512)', reference: 'RFC 9180' },
  { kind: 'kem', hex: 0x0013, name: 'DHKEM(CP-256, HKDF-SHA256)', reference: 'draft-westerbaan-cfrg-hpke-cp' },
  { kind: 'kem', hex: 0x0014, name: 'DHKEM(CP-384, HKDF-SHA384)', reference: 'draft-westerbaan-cfrg-hpke-cp' },
  { kind: 'kem', hex: 0x0015, name: 'DHKEM(CP-521, HKDF-SHA512)', reference: 'draft-westerbaan-cfrg-hpke-cp' },
  { kind: 'kem', hex: 0x0016, name: 'DHKEM(secp256k1, HKDF-SHA256)', reference: 'draft-wahby-cfrg-hpke-kem-secp256k1' },
  { kind: 'kem', hex: 0x0020, name: 'DHKEM(X25519, HKDF-SHA256)', reference: 'RFC 9180' },
  { kind: 'kem', hex: 0x0021, name: 'DHKEM(X448, HKDF-SHA512)', reference: 'RFC 9180' },
  { kind: 'kem', hex: 0x0030, name: 'X25519Kyber768Draft00', reference: 'draft-westerbaan-cfrg-hpke-xyber768d00' },
  { kind: 'kem', hex: 0x0040, name: 'ML-KEM-512', reference: 'draft-ietf-hpke-pq' },
  { kind: 'kem', hex: 0x0041, name: 'ML-KEM-768', reference: 'draft-ietf-hpke-pq' },
  { kind: 'kem', hex: 0x0042, name: 'ML-KEM-1024', reference: 'draft-ietf-hpke-pq' },
  { kind: 'kem', hex: 0x0050, name: 'MLKEM768-P256', reference: 'draft-ietf-hpke-pq' },
  { kind: 'kem', hex: 0x0051, name: 'MLKEM1024-P384', reference: 'draft-ietf-hpke-pq' },
  { kind: 'kem', hex: 0x647A, name: 'MLKEM768-X25519 (X-Wing)', reference: 'draft-connolly-cfrg-xwing-kem' },
  { kind: 'kdf', hex: 0x0001, name: 'HKDF-SHA256', reference: 'RFC 9180' },
  { kind: 'kdf', hex: 0x0002, name: 'HKDF-SHA384', reference: 'RFC 9180' },
  { kind: 'kdf', hex: 0x0003, name: 'HKDF-SHA512', reference: 'RFC 9180' },
  { kind: 'aead', hex: 0x0001, name: 'AES-128-GCM', reference: 'RFC 9180' },
  { kind: 'aead', hex: 0x0002, name: 'AES-256-GCM', reference: 'RFC 9180' },
  { kind: 'aead', hex: 0x0003, name: 'ChaCha20Poly1305', reference: 'RFC 9180' },
  { kind: 'aead', hex: 0xFFFF, name: 'Export-only', reference: 'RFC 9180' },
  { kind: 'ech_version', hex: 0xFE0D, name: 'ECH (ECHConfig.version)', reference: 'RFC 9849 4' },
  { kind: 'ech_client_hello_type', hex: 0x0000, name: 'outer', reference: 'RFC 9849 5' },
  { kind: 'ech_client_hello_type', hex: 0x0001, name: 'inner', reference: 'RFC 9849 5' },
]
