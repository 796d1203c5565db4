// Marks of programs and boxes that open TLS and make certificates of their own. Their issuers say who they are.

import type { Certificate } from './certificate.ts'

/** What the issuer's name gives away, or null. Public CAs of the same firms are told apart by what they say. */
export function findInterceptor(chain: readonly Certificate[]): string | null {
  for (const { issuer } of chain) {
    if (issuer === null) continue
    const found = products.find(([pattern]) => pattern.test(issuer.text))
    if (found !== undefined) return found[1]
  }
  return null
}

const products: readonly (readonly [RegExp, string])[] = [
  [/zscaler/i, 'Zscaler'],
  [/netskope|goskope/i, 'Netskope'],
  [/fortinet|fortigate|\bFG\d{2,}\w*\b|FortiClient/i, 'Fortinet FortiGate'],
  [/palo ?alto|GlobalProtect|Prisma Access/i, 'Palo Alto Networks'],
  [/blue ?coat|symantec web (security|gateway)|Symantec SSL Visibility/i, 'Blue Coat'],
  [/cisco umbrella|OpenDNS|IronPort|Cisco (Secure )?Web Appliance/i, 'Cisco Umbrella'],
  [/sophos/i, 'Sophos'],
  [/\beset\b/i, 'ESET'],
  [/kaspersky/i, 'Kaspersky'],
  [/\bavast\b|\bavg (technologies|web)/i, 'Avast or AVG'],
  [/bitdefender/i, 'Bitdefender'],
  [/mitmproxy/i, 'mitmproxy'],
  [/charles proxy/i, 'Charles Proxy'],
  [/do_not_trust|fiddler/i, 'Fiddler'],
  [/portswigger|burp/i, 'Burp Suite'],
  [/\bsquid\b/i, 'Squid'],
  [/proxyman/i, 'Proxyman'],
  [/owasp.*(zap|zed attack)|zed attack proxy/i, 'OWASP ZAP'],
  [/checkpoint|check point/i, 'Check Point'],
  [/mcafee web gateway|skyhigh/i, 'Skyhigh (McAfee) Web Gateway'],
  [/forcepoint|websense/i, 'Forcepoint'],
  [/barracuda/i, 'Barracuda'],
  [/sonicwall/i, 'SonicWall'],
  [/watchguard/i, 'WatchGuard'],
  [/untangle/i, 'Untangle'],
  [/cloudflare gateway|gateway ca - cloudflare|cloudflare for teams/i, 'Cloudflare Gateway'],
  [/iboss/i, 'iboss'],
  [/superfish|komodia|privdog/i, 'Superfish or its kin'],
  [/adguard/i, 'AdGuard'],
  [/lightspeed (systems|rocket|relay)|securly|goguardian/i, 'a school filter'],
]
