// The words for broken cryptography, for alerts that explain themselves, and for datagrams.

import type { CausesOf, CauseText } from './cause-text.ts'
import { capital } from './outcome.ts'

export const otherTexts: Readonly<Record<CausesOf<'crypto' | 'other' | 'datagram'>, CauseText>> = {
  'bad-record-mac': {
    headline: (w) =>
      `${capital(w.ender)} could not open a protected record: it was altered on the way, or the sides hold other keys`,
    explanation: (w) => `${capital(w.ender)} ${w.did}: the record's authentication failed.`,
    remedies: [
      'Turn off offloading for a test (`ethtool -K IF tso off gso off gro off lro off`), replace the driver.',
      'Check that all nodes of a farm hold the same key and certificate.',
      'Capture at both ends and compare the record byte by byte.',
    ],
  },
  'finished-mismatch': {
    headline: (w) =>
      `The client and ${w.target} did not see the same handshake: something on the way changed it`,
    explanation: (w) =>
      `Finished is made over everything said before, and does not fit; ${w.ender} ${w.did}.`,
    remedies: [
      'Turn off "TLS normalisation" or "optimisation" in devices on the way.',
      'Capture at both ends and compare the hellos.',
    ],
  },
  'internal-error': {
    headline: (w) =>
      `${capital(w.ender)} says that it failed itself (internal_error): its log has the reason`,
    explanation: (w) =>
      `${capital(w.ender)} ${w.did}. It is often a fault of its settings: no usable certificate, a missing session context, a key store that cannot be reached.`,
    remedies: [
      'Read the log of the side that sent it, at that second.',
      'Server: check certificate, key and SNI settings for this name.',
    ],
  },
  'user-canceled': {
    headline: () =>
      'The handshake was called off by a person or by the application (user_canceled)',
    explanation: (w) => `${capital(w.ender)} ended it on purpose before it was done.`,
    remedies: [
      'Ask why the application gave up: a timeout, a closed window, an unanswered prompt.',
    ],
  },
  'access-denied': {
    headline: (w) => `The policy of ${w.ender} refuses the connection (access_denied)`,
    explanation: (w) => `${capital(w.ender)} ${w.did}; no certificate was in play.`,
    remedies: [
      'Look into the access policy of the server, or of the firewall in front of it.',
      'Compare the TTL of the alert with other packets of the server: a device may have sent it.',
    ],
  },
  'unexplained-alert': {
    headline: (w) =>
      `${capital(w.ender)} ended the handshake: it ${w.did}, and nothing in the capture tells more`,
    explanation: (w) => `${capital(w.ender)} ${w.did}. The capture has no further reason for it.`,
    remedies: ['Read the log of the side that sent it, at that second.'],
  },
  'quic-version-mismatch': {
    headline: (w) => `The client and ${w.target} have no QUIC version in common`,
    explanation: (w) =>
      `The server answered with the versions it takes (${w.fact('versions', "none of the client's")}), and the client's is not among them.`,
    remedies: ['Update the side with draft versions (0xff0000xx).'],
  },
  'quic-blocked': {
    headline: (w) =>
      `QUIC to ${w.target} is not answered: UDP is blocked on the way, or nothing listens`,
    explanation: () =>
      'The client sent its first packets again and again, and nothing came back over UDP.',
    remedies: [
      'Open UDP on this port in the firewalls.',
      'If HTTP/3 is not wanted, take Alt-Svc and the HTTPS record back: clients fall back to TCP.',
    ],
  },
  'quic-refused': {
    headline: (w) =>
      `${capital(w.ender)} closed the QUIC connection: ${w.fact('code', 'an error')}`,
    explanation: () =>
      'The connection was closed with an error of the transport before the handshake was done.',
    remedies: [
      "Read the reason phrase, and the server's qlog.",
      'INVALID_TOKEN: lifetime of Retry tokens, shared token keys on all nodes.',
    ],
  },
  'dtls-cookie-loop': {
    headline: (w) =>
      `${w.target} never accepts the client's cookie: the DTLS handshake goes round in circles`,
    explanation: () => 'The server answered every ClientHello with a new HelloVerifyRequest.',
    remedies: [
      'Balancer: keep a client (address and port) on one server, or share the cookie secret.',
      'NAT: keep the port of the client while it retries.',
    ],
  },
  'datagram-timeout': {
    headline: (w) =>
      `The handshake with ${w.target} stalled: flights over UDP were sent again without answer`,
    explanation: () =>
      'An answer had been seen before; then a flight was lost each time it was sent. Large flights in fragments are the commonest reason.',
    remedies: [
      'Lower the datagram size: `DTLS_set_link_mtu`, `SSL_OP_NO_QUERY_MTU`, the MTU of AnyConnect or FortiClient.',
      'Let IP fragments pass the firewalls; send a smaller certificate chain.',
    ],
  },
  'eap-rejected': {
    headline: () =>
      'The authentication server refused (EAP-Failure or Access-Reject), with no TLS alert to explain it',
    explanation: () =>
      'TLS itself ended well, or did not come about; the refusal came from the authentication behind it.',
    remedies: [
      'Read the reason at the server: NPS event 6273, FreeRADIUS `radiusd -X`.',
      'Check user name and password inside the tunnel, certificate mapping (KB5014754), and the policy.',
    ],
  },
}
