// Every rule there is. To add one: a file in `rules/`, and its line here.

import type { Rule } from './rule.ts'
import { accessDenied } from './rules/access-denied.ts'
import { badRecordMac } from './rules/bad-record-mac.ts'
import { certificateBadSignature } from './rules/certificate-bad-signature.ts'
import { certificateChainIncomplete } from './rules/certificate-chain-incomplete.ts'
import { certificateConstraintViolated } from './rules/certificate-constraint-violated.ts'
import { certificateExpired } from './rules/certificate-expired.ts'
import { certificateIntercepted } from './rules/certificate-intercepted.ts'
import { certificateIntermediateExpired } from './rules/certificate-intermediate-expired.ts'
import { certificateKeyMismatch } from './rules/certificate-key-mismatch.ts'
import { certificateMalformed } from './rules/certificate-malformed.ts'
import { certificateNameMismatch } from './rules/certificate-name-mismatch.ts'
import { certificateNotYetValid } from './rules/certificate-not-yet-valid.ts'
import { certificatePinMismatch } from './rules/certificate-pin-mismatch.ts'
import { certificateRejected } from './rules/certificate-rejected.ts'
import { certificateRevoked } from './rules/certificate-revoked.ts'
import { certificateSelfSigned } from './rules/certificate-self-signed.ts'
import { certificateStatus } from './rules/certificate-status.ts'
import { certificateTypeMismatch } from './rules/certificate-type-mismatch.ts'
import { certificateUnknownIssuer } from './rules/certificate-unknown-issuer.ts'
import { certificateUnsupported } from './rules/certificate-unsupported.ts'
import { certificateWeak } from './rules/certificate-weak.ts'
import { certificateWrongUsage } from './rules/certificate-wrong-usage.ts'
import { clientCertificateMissing } from './rules/client-certificate-missing.ts'
import { clientCertificateNotAuthorised } from './rules/client-certificate-not-authorised.ts'
import { clientSilent } from './rules/client-silent.ts'
import { clientVersionTooOld } from './rules/client-version-too-old.ts'
import { closed } from './rules/closed.ts'
import { connectTimeout } from './rules/connect-timeout.ts'
import { connectionRefused } from './rules/connection-refused.ts'
import { datagramTimeout } from './rules/datagram-timeout.ts'
import { downgradeDetected } from './rules/downgrade-detected.ts'
import { dtlsCookieLoop } from './rules/dtls-cookie-loop.ts'
import { eapRejected } from './rules/eap-rejected.ts'
import { echRequired } from './rules/ech-required.ts'
import { encryptedFailure } from './rules/encrypted-failure.ts'
import { extendedMasterSecretMissing } from './rules/extended-master-secret-missing.ts'
import { finishedMismatch } from './rules/finished-mismatch.ts'
import { illegalParameter } from './rules/illegal-parameter.ts'
import { inappropriateFallback } from './rules/inappropriate-fallback.ts'
import { insufficientSecurity } from './rules/insufficient-security.ts'
import { internalError } from './rules/internal-error.ts'
import { largeClientHello } from './rules/large-client-hello.ts'
import { malformedMessage } from './rules/malformed-message.ts'
import { malformedRecord } from './rules/malformed-record.ts'
import { missingExtension } from './rules/missing-extension.ts'
import { missingPackets } from './rules/missing-packets.ts'
import { noAnswer } from './rules/no-answer.ts'
import { noSharedApplicationProtocol } from './rules/no-shared-application-protocol.ts'
import { noSharedCipherSuite } from './rules/no-shared-cipher-suite.ts'
import { noSharedGroup } from './rules/no-shared-group.ts'
import { noSharedSignatureScheme } from './rules/no-shared-signature-scheme.ts'
import { packetLoss } from './rules/packet-loss.ts'
import { pathMtu } from './rules/path-mtu.ts'
import { plaintextClient } from './rules/plaintext-client.ts'
import { plaintextServer } from './rules/plaintext-server.ts'
import { proxyProtocolMismatch } from './rules/proxy-protocol-mismatch.ts'
import { proxyRefused } from './rules/proxy-refused.ts'
import { pskMismatch } from './rules/psk-mismatch.ts'
import { quicBlocked } from './rules/quic-blocked.ts'
import { quicRefused } from './rules/quic-refused.ts'
import { quicVersionMismatch } from './rules/quic-version-mismatch.ts'
import { renegotiationRefused } from './rules/renegotiation-refused.ts'
import { resetByMiddlebox } from './rules/reset-by-middlebox.ts'
import { reset } from './rules/reset.ts'
import { resumptionFailed } from './rules/resumption-failed.ts'
import { serverNameMissing } from './rules/server-name-missing.ts'
import { serverNameUnknown } from './rules/server-name-unknown.ts'
import { serverVersionTooOld } from './rules/server-version-too-old.ts'
import { starttlsNotOffered } from './rules/starttls-not-offered.ts'
import { starttlsRefused } from './rules/starttls-refused.ts'
import { unexpectedMessage } from './rules/unexpected-message.ts'
import { unexplainedAlert } from './rules/unexplained-alert.ts'
import { unfinishedCapture } from './rules/unfinished-capture.ts'
import { unknownPskIdentity } from './rules/unknown-psk-identity.ts'
import { unsafeLegacyRenegotiation } from './rules/unsafe-legacy-renegotiation.ts'
import { unsupportedExtension } from './rules/unsupported-extension.ts'
import { userCanceled } from './rules/user-canceled.ts'
import { versionIntolerantServer } from './rules/version-intolerant-server.ts'
import { weakKeyExchange } from './rules/weak-key-exchange.ts'

export const rules: readonly Rule[] = [
  accessDenied,
  badRecordMac,
  certificateBadSignature,
  certificateChainIncomplete,
  certificateConstraintViolated,
  certificateExpired,
  certificateIntercepted,
  certificateIntermediateExpired,
  certificateKeyMismatch,
  certificateMalformed,
  certificateNameMismatch,
  certificateNotYetValid,
  certificatePinMismatch,
  certificateRejected,
  certificateRevoked,
  certificateSelfSigned,
  certificateStatus,
  certificateTypeMismatch,
  certificateUnknownIssuer,
  certificateUnsupported,
  certificateWeak,
  certificateWrongUsage,
  clientCertificateMissing,
  clientCertificateNotAuthorised,
  clientSilent,
  clientVersionTooOld,
  closed,
  connectTimeout,
  connectionRefused,
  datagramTimeout,
  downgradeDetected,
  dtlsCookieLoop,
  eapRejected,
  echRequired,
  encryptedFailure,
  extendedMasterSecretMissing,
  finishedMismatch,
  illegalParameter,
  inappropriateFallback,
  insufficientSecurity,
  internalError,
  largeClientHello,
  malformedMessage,
  malformedRecord,
  missingExtension,
  missingPackets,
  noAnswer,
  noSharedApplicationProtocol,
  noSharedCipherSuite,
  noSharedGroup,
  noSharedSignatureScheme,
  packetLoss,
  pathMtu,
  plaintextClient,
  plaintextServer,
  proxyProtocolMismatch,
  proxyRefused,
  pskMismatch,
  quicBlocked,
  quicRefused,
  quicVersionMismatch,
  renegotiationRefused,
  resetByMiddlebox,
  reset,
  resumptionFailed,
  serverNameMissing,
  serverNameUnknown,
  serverVersionTooOld,
  starttlsNotOffered,
  starttlsRefused,
  unexpectedMessage,
  unexplainedAlert,
  unfinishedCapture,
  unknownPskIdentity,
  unsafeLegacyRenegotiation,
  unsupportedExtension,
  userCanceled,
  versionIntolerantServer,
  weakKeyExchange,
]
