// The words for what breaks the protocol, and for what stands in front of it.

import type { CausesOf, CauseText } from './cause-text.ts'
import { capital } from './outcome.ts'

export const protocolTexts: Readonly<Record<CausesOf<'protocol'>, CauseText>> = {
  'plaintext-server': {
    headline: (w) =>
      `${w.target} speaks ${w.fact('protocol', 'plaintext')} in clear, not TLS: wrong port, or it needs an upgrade first`,
    explanation: (w) =>
      `The server answered the ClientHello in plaintext: "${w.fact('line', '')}". TLS never began.`,
    remedies: [
      'Client: use the right port or scheme (http on 8080 or 3128), or the explicit upgrade (`openssl s_client -starttls smtp`, `sslmode=require`, STARTTLS).',
      'Server: turn TLS on for this listener: nginx `listen 443 ssl`, Apache `SSLEngine on`, HAProxy `bind … ssl crt`, Postfix `smtpd_tls_wrappermode=yes` (port 465).',
    ],
  },
  'plaintext-client': {
    headline: (w) =>
      `The client speaks ${w.fact('protocol', 'plaintext')} in clear to ${w.target}, where the server expects TLS`,
    explanation: (w) => `The client began with "${w.fact('line', '')}" instead of a ClientHello.`,
    remedies: [
      'Client: `https://` instead of `http://`, `ssl=true`, implicit TLS, or the port for plaintext.',
      'Server: send a redirect for it (nginx `error_page 497 https://$host$request_uri;`).',
    ],
  },
  'starttls-not-offered': {
    headline: (w) => `${w.target} does not offer the upgrade to TLS that the client needs`,
    explanation: (w) =>
      `The ${w.fact('protocol', '').toUpperCase()} server did not name TLS among what it can do, and the session ended.`,
    remedies: [
      'Server: give it a certificate and key it can read, many hide the upgrade without: Postfix `smtpd_tls_security_level=may`, Exchange certificate bound to SMTP, Dovecot `ssl=required`, PostgreSQL `ssl=on`, MySQL `ssl_cert`.',
      'On the way: turn off SMTP inspection that blots STARTTLS out (Cisco `inspect esmtp`), if another place sees the offer.',
    ],
  },
  'starttls-refused': {
    headline: (w) => `${w.target} refused the upgrade to TLS: "${w.fact('answer', '')}"`,
    explanation: () =>
      'The client asked for TLS, and the server refused. It often cannot load its certificate or key.',
    remedies: [
      'Server: read its log at that second; check certificate, key and permissions (SMTP 454: they could not be loaded).',
      'LDAP on Active Directory (52, unavailable): the machine store lacks a certificate with Server Authentication and the right name.',
    ],
  },
  'proxy-refused': {
    headline: (w) =>
      `The proxy refused the tunnel${w.has('target') ? ` to ${w.fact('target')}` : ''}: "${w.fact('answer', '')}"`,
    explanation: () =>
      'A proxy stands in front, and did not connect the client to its target. TLS never began.',
    remedies: [
      '407: give the client credentials for the proxy (`HTTPS_PROXY=http://user:password@proxy:port`, `proxyUser`).',
      '403: have the target allowed by the policy of the proxy. 502, 503, 504: the proxy cannot reach the target.',
      'Check `NO_PROXY` if the target should be reached without it.',
    ],
  },
  'proxy-protocol-mismatch': {
    headline: (w) =>
      `One side speaks the PROXY protocol and the other does not expect it, on the way to ${w.target}`,
    explanation: () =>
      'A header of the PROXY protocol stood where the server expected a ClientHello, or was lacking where it expected one.',
    remedies: [
      'Set both sides alike: HAProxy `send-proxy` or `send-proxy-v2` with `accept-proxy`, nginx `listen … proxy_protocol`, AWS NLB `proxy_protocol_v2.enabled`, Envoy listener filter `proxy_protocol`.',
    ],
  },
  'malformed-record': {
    headline: (w) => `${capital(w.other)} sent bytes that are no TLS record`,
    explanation: (w) =>
      `A record of ${w.other} has a type, version or length that the protocol does not allow; ${w.ender} ${w.did}.`,
    remedies: [
      'Look for an application that writes to the raw socket (a log line, an HTTP error), and for a device that alters the stream.',
      'Capture at the sender and compare the bytes.',
    ],
  },
  'malformed-message': {
    headline: (w) =>
      `${capital(w.other)} sent a ${w.fact('message', 'handshake message')} that cannot be decoded`,
    explanation: (w) => `Lengths inside the message do not add up; ${w.ender} ${w.did}.`,
    remedies: [
      "Update the sender's TLS library.",
      'Capture at the sender: was it altered on the way?',
    ],
  },
  'unexpected-message': {
    headline: (w) => `${capital(w.other)} sent a message out of turn`,
    explanation: (w) =>
      `A message came that the state of the handshake does not allow; ${w.ender} ${w.did}.`,
    remedies: [
      'Bring both TLS libraries up to date.',
      'Look for a device that reorders, repeats or drops messages: capture at both ends.',
    ],
  },
  'illegal-parameter': {
    headline: (w) => `${capital(w.other)} chose or sent a value that the handshake does not allow`,
    explanation: (w) =>
      `The message was well formed, and one of its values is not allowed there; ${w.ender} ${w.did}.`,
    remedies: [
      'Update the side that chose it.',
      'Look for a device that answers or alters hellos: capture at both ends.',
    ],
  },
  'unsupported-extension': {
    headline: (w) =>
      `The server answered with the extension ${w.fact('extension', 'that')}, which the client had not sent`,
    explanation: (w) =>
      `An answer may hold only extensions that were asked for; ${w.ender} ${w.did}.`,
    remedies: ['Server: update its TLS library.', 'Look for a device that adds extensions.'],
  },
  'missing-extension': {
    headline: (w) =>
      `${w.has('extension') ? `The extension ${w.fact('extension')}` : 'An extension'} that this version demands is missing`,
    explanation: (w) =>
      `${capital(w.ender)} ${w.did}, because the other hello lacks what TLS 1.3 demands.`,
    remedies: [
      'Update the library that made the hello, or its hand-made settings.',
      'Look for a device that strips extensions.',
    ],
  },
  'renegotiation-refused': {
    headline: (w) =>
      `A renegotiation with ${w.target} was refused, and the connection ended over it`,
    explanation: () =>
      'The handshake had succeeded. Then one side began another one inside the connection, and the other would not.',
    remedies: [
      'Server that wants a client certificate for one path only: ask for it in the first handshake. `netsh http add sslcert … clientcertnegotiation=enable`, Apache `SSLVerifyClient` for the virtual host.',
      'Client: Go `tls.RenegotiateOnceAsClient`; OpenSSL 3 servers refuse it by default.',
      'HTTP/2 and TLS 1.3 have no renegotiation.',
    ],
  },
}
