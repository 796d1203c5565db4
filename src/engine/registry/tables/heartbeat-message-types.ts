// Made by tools/registries.ts from data/registries/heartbeat-message-types.tsv. Don't edit: run `npm run registries`.

export const heartbeatMessageTypes = {
  heartbeat_request: 1,
  heartbeat_response: 2,
} as const
