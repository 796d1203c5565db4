// The words for what happens below TLS.

import type { CausesOf, CauseText } from './cause-text.ts'

export const transportTexts: Readonly<Record<CausesOf<'transport'>, CauseText>> = {
  'connection-refused': {
    headline: (w) => `Nothing accepts connections on ${w.target}: the attempt was refused`,
    explanation: () =>
      'The request for a connection was answered by a reset or an ICMP error: no program listens on the port, or a firewall rejects it. TLS never began.',
    remedies: [
      'Server: start the listener, on the right address and port (`ss -ltnp`, `netstat -ano`, `netsh http show servicestate`); check the port mapping of the container.',
      'Look for a firewall rule that rejects (`iptables -L -n`, security group).',
      'Client: check host and port.',
    ],
  },
  'connect-timeout': {
    headline: (w) => `No connection to ${w.target} came about: the attempts were never answered`,
    explanation: () =>
      'The request for a connection was sent again and again without effect: the host is down, the route is missing, or a firewall drops it.',
    remedies: [
      'Capture at the server: did the SYN arrive, and was it answered?',
      'Check route, security groups and allow-lists in both directions; a stateful firewall drops answers that take another way.',
      'Check that the host is up and that DNS gave the right address.',
    ],
  },
  'no-answer': {
    headline: (w) => `${w.target} took the ClientHello and never answered`,
    explanation: () =>
      'The ClientHello arrived at TCP level, and the server said nothing: a stuck process, a full queue, a load balancer without a live backend, or a service that waits for something else.',
    remedies: [
      'Server: look at the accept queue (`ss -ltn`, Recv-Q), at stuck workers (thread dump), at backend health on the load balancer.',
      'Try `openssl s_client` from the server itself, to leave the path out.',
      'If the service expects a PROXY header, STARTTLS or another protocol first, it waits for that: check port and listener settings.',
    ],
  },
  'client-silent': {
    headline: (w) => `The client connected to ${w.target} and then went silent in its turn`,
    explanation: () =>
      'The connection stood, and the client did not send its message, or stopped in the middle of it, until the connection ended.',
    remedies: [
      'Find the program at the client port (`ss -p`, `netstat -b`): a health check, a scanner, or a client that expects the server to speak first (SMTP, FTP, MySQL).',
      'Client: check that it starts TLS at once on this port.',
      'If genuine clients are slow, raise the handshake timeout (nginx `client_header_timeout`, HAProxy `timeout client`, F5 handshake-timeout).',
    ],
  },
  'closed-by-server': {
    headline: (w) => `${w.target} closed the connection during the handshake without saying why`,
    explanation: () =>
      'The server closed the connection without an alert, and nothing in the capture tells why.',
    remedies: [
      "Read the server's error log at that second; on Windows the System log (Schannel 36870, 36874, 36888; HTTP 15021).",
      'Check that a certificate is bound and its key readable for the service (`netsh http show sslcert`, `ssl_certificate`, permissions of the private key).',
      'Check versions, suites and names that the server is set to take.',
    ],
  },
  'closed-by-client': {
    headline: (w) =>
      `The client closed the connection to ${w.target} during the handshake without saying why`,
    explanation: () =>
      'The client closed the connection without an alert, and nothing in the capture tells why. Many clients do so when they do not trust the certificate; others ran out of patience, or no longer needed the connection.',
    remedies: [
      "Read the client's log with TLS debugging: `NODE_DEBUG=tls`, `-Djavax.net.debug=ssl:handshake`, `System.Net.Security` event source, `curl -v`.",
      "Check the client's trust store and pins against the server's certificate (`openssl s_client -connect HOST:PORT -servername NAME -showcerts`).",
    ],
  },
  'reset-by-server': {
    headline: (w) => `${w.target} reset the connection during the handshake`,
    explanation: () =>
      "The server's side reset the connection without an alert: a process that died or refused, an endpoint without a usable certificate, or a load balancer without a member.",
    remedies: [
      'Windows: bind a certificate to the name (`netsh http show sslcert`); events 15021, 36874, 36888 in the System log.',
      'F5: `tmsh modify sys db tm.rstcause.log value enable`, then read the reason in the log or in the payload of the reset.',
      'Capture at the server too: did it send the reset itself?',
    ],
  },
  'reset-by-client': {
    headline: (w) => `The client reset the connection to ${w.target} during the handshake`,
    explanation: () =>
      "The client's side reset the connection without an alert: it gave up, was ended, or does not say why it rejects a certificate.",
    remedies: [
      "Read the client's log with TLS debugging.",
      'Look for an attempt beside it that won (IPv4 and IPv6 race), and for antivirus or a local proxy on the client.',
    ],
  },
  'reset-by-middlebox': {
    headline: (w) =>
      `A device on the way reset the connection to ${w.target}: neither end sent the reset`,
    explanation: () =>
      "The reset does not fit the end in whose name it came. A firewall, an inspection device or a filter on the server's name sent it.",
    remedies: [
      'Ask whoever runs the firewalls for the rule that matches this server name or category.',
      'Prove it: the same address with a harmless name (`openssl s_client -connect ADDRESS:PORT -servername example.com`), and captures at both ends.',
    ],
  },
  'path-mtu': {
    headline: (w) =>
      `Large packets between the client and ${w.target} never arrive: the path takes less than the ends believe`,
    explanation: (w) =>
      `Small segments passed and those of ${w.fact('length', 'full size')}${w.has('length') ? ' bytes' : ''} did not, however often they were sent: a path MTU black hole.`,
    remedies: [
      'Let ICMP type 3 code 4 and ICMPv6 type 2 pass the firewalls.',
      'Clamp the segment size on the router: `iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu`, Cisco `ip tcp adjust-mss 1360`.',
      'On a host: `net.ipv4.tcp_mtu_probing=1`, Windows `EnablePMTUBHDetect`, or a lower interface MTU. Find the width with `ping -M do -s 1400` or `tracepath`.',
    ],
  },
  'large-client-hello': {
    headline: (w) =>
      `The ClientHello (${w.fact('length', 'more than one segment')} bytes) is too large for ${w.target} or for a device in front of it`,
    explanation: () =>
      'The ClientHello took more than one segment and failed, where a smaller one passes: the receiver reads once and takes half a message for an error, or a device drops it.',
    remedies: [
      'Server or device: update; it must put the record together from several segments.',
      'Client, until then: without the hybrid key share. Chrome policy `PostQuantumKeyAgreementEnabled`, Firefox `security.tls.enable_kyber`, Go `GODEBUG=tlsmlkem=0`, OpenSSL 3.5 `Groups = X25519:P-256`, Java `jdk.tls.namedGroups`.',
    ],
  },
  'packet-loss': {
    headline: (w) =>
      `Packets between the client and ${w.target} are lost: the handshake never got through`,
    explanation: () =>
      'The same data was sent again and again and never acknowledged, with no relation to its size.',
    remedies: [
      'Capture at both ends and compare: where do the packets vanish?',
      'Look at interface errors, Wi-Fi, overloaded firewalls, and NAT entries that were dropped.',
      'If it happens with one server name only, suspect a filter.',
    ],
  },
}
