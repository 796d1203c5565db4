// Made by tools/registries.ts from data/registries/radius-attributes.tsv. Don't edit: run `npm run registries`.

export const radiusAttributes = {
  'User-Name': 1,
  'NAS-IP-Address': 4,
  'NAS-Port': 5,
  'Service-Type': 6,
  'Framed-MTU': 12,
  'Reply-Message': 18,
  State: 24,
  Class: 25,
  'Vendor-Specific': 26,
  'Session-Timeout': 27,
  'Termination-Action': 29,
  'Called-Station-Id': 30,
  'Calling-Station-Id': 31,
  'NAS-Identifier': 32,
  'Proxy-State': 33,
  'NAS-Port-Type': 61,
  'Tunnel-Type': 64,
  'Tunnel-Medium-Type': 65,
  'Connect-Info': 77,
  'EAP-Message': 79,
  'Message-Authenticator': 80,
  'Tunnel-Private-Group-Id': 81,
  'NAS-Port-Id': 87,
  'Chargeable-User-Identity': 89,
  'NAS-IPv6-Address': 95,
  'Error-Cause': 101,
  'EAP-Key-Name': 102,
} as const

export interface RadiusAttributeRow {
  readonly codepoint: number
  readonly name: string
  readonly type: string
  readonly use: string
}

export const radiusAttributeRows: readonly RadiusAttributeRow[] = [
  { codepoint: 1, name: 'User-Name', type: 'string', use: '' },
  { codepoint: 4, name: 'NAS-IP-Address', type: 'ipaddr', use: '' },
  { codepoint: 5, name: 'NAS-Port', type: 'integer', use: '' },
  { codepoint: 6, name: 'Service-Type', type: 'integer', use: '' },
  { codepoint: 12, name: 'Framed-MTU', type: 'integer', use: 'Upper bound of the EAP fragments.' },
  { codepoint: 18, name: 'Reply-Message', type: 'string', use: 'Text for the user, often the reason of a reject.' },
  { codepoint: 24, name: 'State', type: 'octets', use: 'Ties Access-Challenge to the next Access-Request.' },
  { codepoint: 25, name: 'Class', type: 'octets', use: '' },
  { codepoint: 26, name: 'Vendor-Specific', type: 'octets', use: '' },
  { codepoint: 27, name: 'Session-Timeout', type: 'integer', use: '' },
  { codepoint: 29, name: 'Termination-Action', type: 'integer', use: '' },
  { codepoint: 30, name: 'Called-Station-Id', type: 'string', use: 'MAC address of the access point and SSID.' },
  { codepoint: 31, name: 'Calling-Station-Id', type: 'string', use: 'MAC address of the client.' },
  { codepoint: 32, name: 'NAS-Identifier', type: 'string', use: '' },
  { codepoint: 33, name: 'Proxy-State', type: 'octets', use: '' },
  { codepoint: 61, name: 'NAS-Port-Type', type: 'integer', use: '' },
  { codepoint: 64, name: 'Tunnel-Type', type: 'integer', use: '' },
  { codepoint: 65, name: 'Tunnel-Medium-Type', type: 'integer', use: '' },
  { codepoint: 77, name: 'Connect-Info', type: 'string', use: '' },
  { codepoint: 79, name: 'EAP-Message', type: 'octets', use: 'Carries EAP; the pieces of one packet are concatenated in order.' },
  { codepoint: 80, name: 'Message-Authenticator', type: 'octets', use: 'HMAC-MD5 over the packet; must stand beside EAP-Message.' },
  { codepoint: 81, name: 'Tunnel-Private-Group-Id', type: 'string', use: '' },
  { codepoint: 87, name: 'NAS-Port-Id', type: 'string', use: '' },
  { codepoint: 89, name: 'Chargeable-User-Identity', type: 'octets', use: '' },
  { codepoint: 95, name: 'NAS-IPv6-Address', type: 'ipv6addr', use: '' },
  { codepoint: 101, name: 'Error-Cause', type: 'integer', use: '' },
  { codepoint: 102, name: 'EAP-Key-Name', type: 'octets', use: '' },
]
