// Made by tools/registries.ts from data/registries/heartbeat-modes.tsv. Don't edit: run `npm run registries`.

export const heartbeatModes = {
  peer_allowed_to_send: 1,
  peer_not_allowed_to_send: 2,
} as const
