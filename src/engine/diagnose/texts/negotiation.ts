// The words for hellos that find nothing in common.

import type { CausesOf, CauseText } from './cause-text.ts'
import { capital } from './outcome.ts'

export const negotiationTexts: Readonly<Record<CausesOf<'negotiation'>, CauseText>> = {
  'client-version-too-old': {
    headline: (w) =>
      `The client offers ${w.fact('newest', 'an old version')} at most, and ${w.target} no longer takes it`,
    explanation: (w) =>
      `The newest version in the ClientHello is older than the oldest that the server takes; the server ${w.did}.`,
    remedies: [
      'Client: update it. .NET Framework before 4.7: `SchUseStrongCrypto` and `SystemDefaultTlsVersions`; WinHTTP `DefaultSecureProtocols`; Java 7 `-Dhttps.protocols=TLSv1.2`; curl `--tlsv1.2`; replace OpenSSL 0.9.8 and 1.0.0.',
      'Server, if it must: nginx `ssl_protocols`, Apache `SSLProtocol`, HAProxy `ssl-min-ver`, OpenSSL `MinProtocol` with `CipherString = DEFAULT@SECLEVEL=0`, Schannel `SCHANNEL\\Protocols\\TLS 1.0\\Server\\Enabled`.',
    ],
  },
  'server-version-too-old': {
    headline: (w) =>
      w.has('chosen')
        ? `${w.target} speaks ${w.fact('chosen')}, which the client no longer takes`
        : `${w.target} speaks no version that the client still takes (${w.fact('oldest', 'current ones')} and newer)`,
    explanation: (w) =>
      `The server's newest version is older than the oldest that the client takes; ${w.ender} ${w.did}.`,
    remedies: [
      'Server: turn on TLS 1.2 and 1.3. IIS: `SCHANNEL\\Protocols\\TLS 1.2\\Server`; nginx `ssl_protocols TLSv1.2 TLSv1.3`; HAProxy `ssl-min-ver`; replace OpenSSL 1.0.0 and older, Java 6 and 7.',
      'Client, as a stop-gap: OpenSSL `MinProtocol = TLSv1` with `@SECLEVEL=0`, Node `--tls-min-v1.0`, Python `context.minimum_version`, Java: take TLSv1 out of `jdk.tls.disabledAlgorithms`.',
    ],
  },
  'version-intolerant-server': {
    headline: (w) =>
      `${w.target} fails on a ClientHello that offers ${w.fact('newest', 'a newer version')}, and serves an older one`,
    explanation: () =>
      'The server should have chosen an older version; it failed instead, and served the same client when it came back with less.',
    remedies: [
      'Server or the device in front of it: update.',
      'Client, until then: cap the version (`curl --tls-max 1.2`, `SSL_CTX_set_max_proto_version`, Java `jdk.tls.client.protocols`).',
    ],
  },
  'no-shared-cipher-suite': {
    headline: (w) =>
      w.fact('offered') === '1'
        ? `${w.target} cannot use the only cipher suite that the client offers`
        : `${w.target} can use none of the ${w.fact('offered', '')} cipher suites that the client offers`.replace(
            '  ',
            ' ',
          ),
    explanation: (w) =>
      `The server found no suite that its settings and its certificate's key allow among those offered; it ${w.did}.`,
    remedies: [
      'Compare the lists: `openssl ciphers -v`, `nmap --script ssl-enum-ciphers`.',
      'Server: hold an RSA and an ECDSA certificate; widen nginx `ssl_ciphers`, HAProxy `ssl-default-bind-ciphers`, Apache `SSLCipherSuite`, IIS "SSL Cipher Suite Order".',
      'Client: widen its list: Java `jdk.tls.disabledAlgorithms` (RSA key exchange is off since JDK 24), Node `--tls-cipher-list`, OpenSSL `CipherString`, curl `--ciphers`.',
    ],
  },
  'no-shared-group': {
    headline: (w) => `The client and ${w.target} have no key exchange group in common`,
    explanation: (w) =>
      `The client offered ${w.fact('groups', 'groups')} that the server does not use; ${w.ender} ${w.did}.`,
    remedies: [
      'Have X25519 and P-256 on both sides.',
      'nginx `ssl_ecdh_curve`, HAProxy `curves`, OpenSSL `Groups`, Java `jdk.tls.namedGroups`, Schannel "ECC Curve Order", Go `CurvePreferences`, curl `--curves`.',
    ],
  },
  'no-shared-signature-scheme': {
    headline: (w) =>
      `The client offers no signature scheme that the certificate of ${w.target} can use`,
    explanation: (w) =>
      `The key of the server's certificate cannot sign with any scheme that the client takes; ${w.ender} ${w.did}.`,
    remedies: [
      'Server: a certificate with RSA-2048 or P-256.',
      'Client: widen the list: OpenSSL `-sigalgs`, Java `jdk.tls.client.SignatureSchemes`; Java 8 before 8u261 lacks RSA-PSS.',
    ],
  },
  'no-shared-application-protocol': {
    headline: (w) =>
      `${w.target} speaks none of the application protocols that the client offers in ALPN`,
    explanation: (w) =>
      `The lists of application protocols have nothing in common; ${w.ender} ${w.did}.`,
    remedies: [
      'Server: turn on what the client needs: nginx `http2 on`, HAProxy `alpn h2,http/1.1`, Envoy `alpn_protocols`, Java `SSLParameters.setApplicationProtocols`.',
      'Client: offer what the server has (`curl --http1.1`, `openssl s_client -alpn h2,http/1.1` to try).',
    ],
  },
  'server-name-unknown': {
    headline: (w) =>
      `${w.target} does not serve the name ${w.fact('name', 'that the client asked for')}`,
    explanation: (w) => `The server has no certificate or host for this name; ${w.ender} ${w.did}.`,
    remedies: [
      'Server: add the name: nginx `server_name`, Apache `ServerAlias`, IIS SNI binding, the certificate on the load balancer (HAProxy `strict-sni` refuses all others).',
      'Client: check the name, and that DNS leads to the right front end.',
    ],
  },
  'server-name-missing': {
    headline: (w) => `The client sent no server name, and ${w.target} needs one`,
    explanation: (w) => `The ClientHello names no host (SNI), or an address; the server ${w.did}.`,
    remedies: [
      'Client: send the name: nginx `proxy_ssl_server_name on`, HAProxy `sni str(NAME)` and `check-sni`, Envoy `sni:`, `openssl s_client -servername`, curl with the name and `--resolve`; Java sends none for addresses and names without a dot.',
      'Server: a default certificate for clients without a name.',
    ],
  },
  'unsafe-legacy-renegotiation': {
    headline: (w) =>
      `${w.target} and the client disagree on secure renegotiation (RFC 5746): one side does not signal it`,
    explanation: (w) =>
      `${capital(w.ender)} demands the signal that protects renegotiation and ${w.did}. OpenSSL 3 calls it "unsafe legacy renegotiation disabled".`,
    remedies: [
      'Server or the device in front of it (old F5, IIS 6 and 7 without KB980436): update.',
      'Client, as a stop-gap: OpenSSL `Options = UnsafeLegacyServerConnect`, Python `context.options |= 0x4`, Node `secureOptions: crypto.constants.SSL_OP_LEGACY_SERVER_CONNECT`.',
    ],
  },
  'extended-master-secret-missing': {
    headline: (w) =>
      `The client or ${w.target} demands the extended master secret (RFC 7627), and the other lacks it`,
    explanation: (w) =>
      `${capital(w.ender)} ${w.did}. FIPS modules demand the extension since 2023.`,
    remedies: [
      'Update the side that lacks it (Java before 8u161, Windows 2008, old appliances), or use TLS 1.3.',
      'RHEL 9 in FIPS mode, as a stop-gap: crypto policy `FIPS:NO-ENFORCE-EMS`.',
    ],
  },
  'inappropriate-fallback': {
    headline: (w) =>
      `The client came back to ${w.target} with an older version, and the server knows a newer one`,
    explanation: () =>
      'The ClientHello says that it is a second try with less (TLS_FALLBACK_SCSV), and the server refused to be talked down. The first try is the story.',
    remedies: [
      'Find why the first attempt failed: loss, a large hello, an intolerant device.',
      'Client: turn off its fallback.',
    ],
  },
  'downgrade-detected': {
    headline: (w) =>
      `Somebody on the way to ${w.target} lowered the version, and the client noticed`,
    explanation: (w) =>
      `The server's random says that it could do better than it chose, and the client had offered better; it ${w.did}.`,
    remedies: [
      'Update the inspection device on the way, or have it bypassed for this server.',
      'Compare captures of both ends: which one changed the ClientHello?',
    ],
  },
  'weak-key-exchange': {
    headline: (w) =>
      `${w.target} uses Diffie-Hellman with ${w.fact('bits', 'too few')} bits, which the client finds too weak`,
    explanation: (w) =>
      `The parameters in ServerKeyExchange are below what the client takes; it ${w.did}.`,
    remedies: [
      'Server: 2048 bits or more (nginx `ssl_dhparam`, Java `-Djdk.tls.ephemeralDHKeySize=2048`, IIS `KeyExchangeAlgorithms\\Diffie-Hellman\\ServerMinKeyBitLength`), or ECDHE only.',
      'Client, as a stop-gap: OpenSSL `DEFAULT@SECLEVEL=1`, curl `--ciphers DEFAULT@SECLEVEL=1`.',
    ],
  },
  'insufficient-security': {
    headline: (w) => `${capital(w.ender)} demands stronger parameters than ${w.other} offers`,
    explanation: (w) => `${capital(w.ender)} ${w.did}: what is in common is below its floor.`,
    remedies: [
      'Compare suites, groups and key sizes; raise the weaker side.',
      "Look at the refusing side's policy (`SECLEVEL`, `jdk.tls.disabledAlgorithms`).",
    ],
  },
  'unknown-psk-identity': {
    headline: (w) =>
      `${w.target} does not know the pre-shared key identity ${w.fact('identity', 'that the client named')}`,
    explanation: (w) => `The server has no key for this identity; it ${w.did}.`,
    remedies: [
      'Add the identity at the server (Mosquitto `psk_file`, Zabbix `TLSPSKIdentity`), letter by letter as the client sends it.',
      'Check that the client does not send the hint for an identity.',
    ],
  },
  'psk-mismatch': {
    headline: (w) =>
      `The client and ${w.target} hold different pre-shared keys${w.has('identity') ? ` for ${w.fact('identity')}` : ''}`,
    explanation: (w) =>
      `The identity is known and the key differs: what one side protects, the other cannot check. ${capital(w.ender)} ${w.did}.`,
    remedies: [
      'Set the same key bytes on both sides: hexadecimal against text, a newline at the end of a file.',
    ],
  },
  'certificate-type-mismatch': {
    headline: (w) => `The client and ${w.target} have no certificate type in common`,
    explanation: (w) => `The client takes ${w.fact('types', 'other types')}; ${w.ender} ${w.did}.`,
    remedies: ['Turn on X.509, or raw public keys (RFC 7250), on both sides.'],
  },
  'ech-required': {
    headline: (w) =>
      `${w.target} did not accept the encrypted ClientHello, and the client insists on it`,
    explanation: () =>
      'The server answered under its public name with other keys; the client ended it, and normally comes back with them.',
    remedies: [
      'Server: publish its current ECHConfig in the HTTPS record, and let old and new keys overlap.',
      'Look whether the next connection of the client succeeded.',
    ],
  },
  'resumption-failed': {
    headline: (w) => `Resuming a session with ${w.target} fails, where a full handshake works`,
    explanation: (w) =>
      `The ClientHello takes up an earlier session, and the server ${w.did} instead of falling back to a full handshake.`,
    remedies: [
      'Server: share the ticket keys among all nodes; OpenSSL `SSL_CTX_set_session_id_context` where client certificates are asked for.',
      'Client: keep extended_master_secret on when it resumes; clear its session cache, turn tickets off to prove it.',
    ],
  },
}
