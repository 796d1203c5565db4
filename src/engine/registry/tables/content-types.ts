// Made by tools/registries.ts from data/registries/content-types.tsv. Don't edit: run `npm run registries`.

export const contentTypes = {
  change_cipher_spec: 20,
  alert: 21,
  handshake: 22,
  application_data: 23,
  heartbeat: 24,
  tls12_cid: 25,
  ACK: 26,
  return_routability_check: 27,
  site2site: 80,
} as const
