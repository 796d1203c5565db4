// Made by tools/registries.ts from data/registries/eapol-types.tsv. Don't edit: run `npm run registries`.

export const eapolTypes = {
  'EAP-Packet': 0,
  'EAPOL-Start': 1,
  'EAPOL-Logoff': 2,
  'EAPOL-Key': 3,
  'EAPOL-Encapsulated-ASF-Alert': 4,
  'EAPOL-MKA': 5,
  'EAPOL-Announcement (Generic)': 6,
  'EAPOL-Announcement (Specific)': 7,
  'EAPOL-Announcement-Req': 8,
} as const
