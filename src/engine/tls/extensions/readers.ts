// Every extension whose contents can be read, by its number. A new one is a file beside this and a row here.

import { alpn, applicationSettings, nextProtocolNegotiation } from './alpn.ts'
import { certificateAuthorities, trustedCaKeys } from './certificate-authorities.ts'
import { certType, clientCertificateType, serverCertificateType } from './certificate-type.ts'
import { cookie } from './cookie.ts'
import { encryptedClientHello } from './encrypted-client-hello.ts'
import type { ExtensionReader } from './extension.ts'
import { flags } from './flags.ts'
import { keyShare } from './key-share.ts'
import {
  compressCertificate,
  earlyData,
  ecPointFormats,
  heartbeat,
  maxFragmentLength,
  pskKeyExchangeModes,
  recordSizeLimit,
  supportedGroups,
} from './numbers.ts'
import { oidFilters } from './oid-filters.ts'
import { connectionId, padding, sessionTicket, srp } from './opaque.ts'
import { preSharedKey } from './pre-shared-key.ts'
import {
  quicTransportParameters,
  quicTransportParametersDraft,
} from './quic-transport-parameters.ts'
import { renegotiationInfo } from './renegotiation-info.ts'
import { serverName } from './server-name.ts'
import {
  delegatedCredential,
  signatureAlgorithms,
  signatureAlgorithmsCert,
} from './signature-algorithms.ts'
import { signedCertificateTimestamp } from './signed-certificate-timestamp.ts'
import { statusRequest, statusRequestV2 } from './status-request.ts'
import { supportedVersions } from './supported-versions.ts'
import { tokenBinding } from './token-binding.ts'
import { useSrtp } from './use-srtp.ts'

export const extensionReaders: readonly ExtensionReader<unknown>[] = [
  alpn,
  applicationSettings,
  certificateAuthorities,
  certType,
  clientCertificateType,
  compressCertificate,
  connectionId,
  cookie,
  delegatedCredential,
  earlyData,
  ecPointFormats,
  encryptedClientHello,
  heartbeat,
  keyShare,
  maxFragmentLength,
  nextProtocolNegotiation,
  oidFilters,
  padding,
  preSharedKey,
  pskKeyExchangeModes,
  quicTransportParameters,
  quicTransportParametersDraft,
  recordSizeLimit,
  renegotiationInfo,
  serverCertificateType,
  serverName,
  sessionTicket,
  signatureAlgorithms,
  signatureAlgorithmsCert,
  signedCertificateTimestamp,
  srp,
  statusRequest,
  statusRequestV2,
  supportedGroups,
  supportedVersions,
  tokenBinding,
  trustedCaKeys,
  useSrtp,
  ...flags,
]

const byCodepoint = new Map(extensionReaders.map((reader) => [reader.codepoint, reader]))

export function findExtensionReader(codepoint: number): ExtensionReader<unknown> | undefined {
  return byCodepoint.get(codepoint)
}
