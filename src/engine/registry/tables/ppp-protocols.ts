// Made by tools/registries.ts from data/registries/ppp-protocols.tsv. Don't edit: run `npm run registries`.

export const pppProtocols = {
  IPv4: 0x0021,
  IPv6: 0x0057,
  'MPLS unicast': 0x0281,
  'MPLS multicast': 0x0283,
  LCP: 0xc021,
  PAP: 0xc023,
  CHAP: 0xc223,
  EAP: 0xc227,
  IPCP: 0x8021,
  IPv6CP: 0x8057,
  'Compressed datagram': 0x00fd,
  Multilink: 0x003d,
} as const
