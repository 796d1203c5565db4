// use_srtp: protection profiles for media keyed by DTLS. RFC 5764 §4.1.1.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

export interface UseSrtp {
  readonly profiles: readonly number[]
  readonly mki: Uint8Array
}

export const useSrtp: ExtensionReader<UseSrtp> = {
  codepoint: extensions.use_srtp,
  read: (c) => ({
    profiles: c.all16('srtp_protection_profiles', (item) => item.u16('srtp_protection_profile')),
    mki: c.vec8('srtp_mki'),
  }),
}
