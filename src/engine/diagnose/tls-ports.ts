// Ports on which TLS is spoken from the first byte: registered for it by IANA, or given to it by wide use.

const ports: ReadonlySet<number> = new Set([
  // Registered (https://www.iana.org/assignments/service-names-port-numbers): https, smtps, nntps, ldaps,
  // domain-s, ftps-data, ftps, telnets, imaps, pop3s, msft-gc-ssl, sips, amqps, secure-mqtt, wsmans, radsec,
  // docker-s, https-alt of Tomcat, iscsi and others with "s", "ssl" or "tls" in the name.
  443,
  465, 563, 636, 684, 695, 832, 853, 989, 990, 992, 993, 994, 995, 2083, 2376, 3269, 3424, 4433,
  4843, 5061, 5349, 5671, 5684, 5986, 6514, 6619, 6697, 8443, 8883, 9443,
  // By wide use: Kubernetes, management consoles, Vault, Kafka over TLS.
  6443, 10250, 10443, 8200, 9093, 4443, 7443,
])

export function isTlsPort(port: number): boolean {
  return ports.has(port)
}
