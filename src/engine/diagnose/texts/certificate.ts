// The words for certificates: what was wrong reads alike for both sides, what to do does not.

import type { CausesOf, CauseText, Words } from './cause-text.ts'
import { capital } from './outcome.ts'

/** `The client rejected the certificate of example.com:443: it had expired on …`. */
function rejected(what: (w: Words) => string): Pick<CauseText, 'headline' | 'explanation'> {
  return {
    headline: (w) => `${capital(w.ender)} rejected the certificate of ${w.target}: ${what(w)}`,
    explanation: explain,
  }
}

/** `The server rejected the client's certificate: it had expired on …`. */
function refused(what: (w: Words) => string): Pick<CauseText, 'headline' | 'explanation'> {
  return {
    headline: (w) => `${capital(w.ender)} rejected the client's certificate: ${what(w)}`,
    explanation: explain,
  }
}

function explain(w: Words): string {
  const reason = w.has('reason') ? `${w.fact('reason')} ` : ''
  return `${reason}${capital(w.ender)} ${w.did}.`
}

const contradicted =
  'and nothing that was sent had this fault when the trace was taken: look at the clock and the trust store of the side that objected'
const expired = (w: Words): string =>
  w.has('contradicted')
    ? `it says that it had expired, ${contradicted}`
    : w.has('notAfter')
      ? `it had expired on ${w.fact('notAfter')}, ${w.fact('daysExpired', '0')} days before this trace`
      : 'it had expired'
const notYet = (w: Words): string =>
  w.has('notBefore')
    ? `it is valid only from ${w.fact('notBefore')}, ${w.fact('daysUntilValid', '0')} days after this trace`
    : 'it was not valid yet'
const issuer = (w: Words): string =>
  `its issuer is not trusted${w.has('issuer') ? ` (${w.fact('issuer')})` : ''}`
const selfSigned = (w: Words): string =>
  `it is self-signed${w.has('subject') ? ` (${w.fact('subject')})` : ''}`
const caExpired = (w: Words): string =>
  w.has('notAfter')
    ? `a CA certificate of its chain (${w.fact('subject', '')}) had expired on ${w.fact('notAfter')}`
    : 'a CA certificate of its chain had expired'
const incomplete = (w: Words): string =>
  `an intermediate certificate is missing${w.has('issuer') ? ` (${w.fact('issuer')})` : ''}`
const usage = (purpose: string) => (): string => `it is not made for ${purpose}`
const weak = (): string => 'its key or its signature is too weak'
const malformed = (): string =>
  'it cannot be read, or has an extension that must be understood and is not'
const unsupported = (): string => 'its kind of key cannot be used'

const reload =
  'Renew it and make the server load it: nginx, HAProxy and Postfix keep the old file until reloaded, Java reads its keystore at start, an IIS binding points at the old thumbprint, a Kubernetes secret may not be mounted again. Check every node behind the balancer.'
const clocks =
  'Set the clocks of both ends (NTP before TLS): devices without a battery start in 1970, 2000 or at the date of their firmware.'
const trustStores =
  "Client: trust the issuing root: `update-ca-certificates`, `update-ca-trust`, curl `--cacert`, Java `keytool -importcert`, Node `NODE_EXTRA_CA_CERTS`, Python `SSL_CERT_FILE` or `REQUESTS_CA_BUNDLE`, .NET and Schannel the machine's Root store, Go `SSL_CERT_FILE`, Firefox `security.enterprise_roots.enabled`."
const reissueRsa = 'Reissue it with RSA-2048 or P-256 and SHA-256.'
const clientUse =
  'Client: make the program use the new one: curl `--cert` and `--key`, Java `javax.net.ssl.keyStore`, .NET `HttpClientHandler.ClientCertificates`, Node `key` and `cert`, Python `load_cert_chain`, Go `tls.Config.Certificates`. A store picks by subject: delete the old one, restart the service.'
const serverTrust =
  'Server: trust the issuing CA: nginx `ssl_client_certificate`, HAProxy `ca-file`, Apache `SSLCACertificateFile`, IIS and Schannel the machine Root store (a certificate in it that is not self-signed spoils all), Java trust store, Go `ClientCAs`, Node `ca`.'
const serverLog =
  "Read the server's log for this second: OpenSSL error text, nginx `client SSL certificate verify error`, Windows CAPI2 log, connection logs of cloud balancers."

export const serverCertificateTexts: Readonly<Record<CausesOf<'server-certificate'>, CauseText>> = {
  'server-certificate-expired': { ...rejected(expired), remedies: [reload, clocks] },
  'server-certificate-not-yet-valid': {
    ...rejected(notYet),
    remedies: [clocks, 'Have the CA date new certificates back by an hour, as public CAs do.'],
  },
  'server-certificate-name-mismatch': {
    ...rejected((w) => `it does not cover the name ${w.server}`),
    remedies: [
      'Server: reissue it with this name in subjectAltName (the common name alone no longer counts), or send the right certificate for this name (SNI binding, balancer list).',
      'Client: use a name that the certificate covers; `curl --resolve NAME:PORT:ADDRESS` for tests.',
    ],
  },
  'server-certificate-self-signed': {
    ...rejected(selfSigned),
    remedies: [
      'Server: a certificate of a public or private CA. Defaults such as CN=localhost, "Kubernetes Ingress Controller Fake Certificate" or "TRAEFIK DEFAULT CERT" mean that the intended one is not loaded.',
      trustStores,
    ],
  },
  'server-certificate-unknown-issuer': {
    ...rejected(issuer),
    remedies: [
      trustStores,
      'If the issuer is a public root that is newer than the client, update its `ca-certificates`, JDK or system.',
    ],
  },
  'server-certificate-chain-incomplete': {
    ...rejected(incomplete),
    remedies: [
      'Server: send the chain: nginx `ssl_certificate` with leaf and intermediates, Apache the same file (2.4.8 and later), HAProxy in the pem, Tomcat in the keystore, IIS by importing the PFX with its chain, AWS "certificate chain", Node `cert` concatenated.',
      'Browsers and Windows fetch or remember intermediates, programs on OpenSSL, Go and Java do not: "works in the browser" is no proof.',
    ],
  },
  'server-certificate-intermediate-expired': {
    ...rejected(caExpired),
    remedies: [
      'Server: take the expired CA certificate out of the chain, or put the renewed one in.',
      'Client: update its root store, or OpenSSL (1.0.2 does not look for another path).',
    ],
  },
  'server-certificate-revoked': {
    ...rejected(() => 'it is revoked'),
    remedies: [
      'Reissue it.',
      '.NET sends the same alert when the revocation server cannot be reached: let the client fetch CRL and OCSP; curl on Schannel `--ssl-revoke-best-effort`.',
    ],
  },
  'server-certificate-wrong-usage': {
    ...rejected(usage('a TLS server')),
    remedies: [
      'Reissue it with the extended key usage serverAuth and the key usage digitalSignature (AD CS template "Web Server").',
    ],
  },
  'server-certificate-weak': {
    ...rejected(weak),
    remedies: [
      reissueRsa,
      'Client, as a stop-gap: OpenSSL `DEFAULT@SECLEVEL=0`, Java `jdk.certpath.disabledAlgorithms`.',
    ],
  },
  'server-certificate-bad-signature': {
    ...rejected(() => 'a signature in its chain does not verify'),
    remedies: [
      'Server: send the intermediate whose key signed it (compare the authority key identifier): a CA that was re-keyed under the same name is the usual reason.',
      'Reissue it if the file is damaged.',
    ],
  },
  'server-certificate-malformed': {
    ...rejected(malformed),
    remedies: ['Reissue it with a sound tool; the evidence names the field.'],
  },
  'server-certificate-constraint-violated': {
    ...rejected(() => 'a CA of its chain is not allowed to issue it'),
    remedies: [
      'CA: use an intermediate with CA:TRUE and keyCertSign, within its path length and name constraints.',
    ],
  },
  'server-certificate-unsupported': {
    ...rejected(unsupported),
    remedies: ['Use a certificate with RSA-2048 or P-256.'],
  },
  'server-certificate-pin-mismatch': {
    headline: (w) =>
      `${capital(w.ender)} ended the handshake although the certificate of ${w.target} is sound: it may be pinned to another one`,
    explanation: explain,
    remedies: [
      'Update the pins in the application, or keep the key when the certificate is renewed.',
      'Bypass inspection for pinned applications.',
    ],
  },
  'server-certificate-intercepted': {
    ...rejected(
      (w) => `an inspection proxy made it${w.has('issuer') ? ` (${w.fact('issuer')})` : ''}`,
    ),
    remedies: [
      "Install the proxy's root in this program's trust store (Java cacerts, Node extra CA, Python certifi, Docker image, WSL, git `http.sslCAInfo`), or have the name bypassed.",
      trustStores,
    ],
  },
  'server-certificate-status': {
    ...rejected(() => 'its stapled OCSP response is missing or bad'),
    remedies: [
      'Server: let it reach the OCSP responder (nginx `ssl_stapling on` with `resolver`, `ssl_stapling_file` for the first connection).',
      'Reissue it without Must-Staple, if the CA has no OCSP any more.',
    ],
  },
  'server-certificate-key-mismatch': {
    ...rejected(() => "the server's signature does not fit it"),
    remedies: [
      'Server: pair key and certificate: `openssl x509 -noout -pubkey -in CERT` against `openssl pkey -pubout -in KEY`; one node of the farm, or an HSM slot, may hold the old key.',
    ],
  },
  'server-certificate-rejected': {
    headline: (w) =>
      `${capital(w.ender)} rejected the certificate of ${w.target}, and the capture does not tell why`,
    explanation: explain,
    remedies: [
      "Read the client's log, and compare its trust store and pins with the certificate.",
      'In TLS 1.3 the certificate is encrypted: record the keys and analyse with `--keylog FILE`, or repeat with TLS 1.2.',
    ],
  },
}

export const clientCertificateTexts: Readonly<Record<CausesOf<'client-certificate'>, CauseText>> = {
  'client-certificate-missing': {
    headline: () => 'The server demands a client certificate, and the client sent none',
    explanation: (w) =>
      `The server asked for a certificate, the client answered with an empty list, and the server ${w.did}.`,
    remedies: [
      'Client: give it a certificate and key: curl `--cert` and `--key`, Java `javax.net.ssl.keyStore`, .NET `HttpClientHandler.ClientCertificates` (with private key), Node `key` and `cert`, Python `load_cert_chain`, Go `tls.Config.Certificates`.',
      'Client: Java, Windows and browsers send only certificates of a CA that the server names; check the issuer, the validity and the access to the key.',
      'Server: name the right CAs (nginx `ssl_client_certificate`, HAProxy `ca-file`, Apache `SSLCADNRequestFile`, Schannel `SendTrustedIssuerList=0`).',
    ],
  },
  'client-certificate-expired': {
    ...refused(expired),
    remedies: ['Client: renew the certificate.', clientUse],
  },
  'client-certificate-not-yet-valid': {
    ...refused(notYet),
    remedies: [clocks, 'Have the CA date new certificates back by an hour.'],
  },
  'client-certificate-unknown-issuer': {
    ...refused(issuer),
    remedies: [
      serverTrust,
      'Client: use a certificate of a CA that the server asks for (its list stands in CertificateRequest).',
    ],
  },
  'client-certificate-self-signed': {
    ...refused(selfSigned),
    remedies: [
      'Client: use a certificate of a CA that the server trusts.',
      'Server: add this certificate as an anchor (nginx `ssl_verify_client optional_no_ca` with a check of its own).',
    ],
  },
  'client-certificate-chain-incomplete': {
    ...refused(incomplete),
    remedies: [
      'Client: send the intermediate: the file of curl `--cert` holds the chain; Windows finds it in the machine CA store; Java sends what the keystore entry holds.',
      'Server: add the intermediate to its CA file, and allow the depth (nginx `ssl_verify_depth 2`, Apache `SSLVerifyDepth`).',
    ],
  },
  'client-certificate-intermediate-expired': {
    ...refused(caExpired),
    remedies: [
      'Renew the CA certificate and distribute it to both sides; certificates below it may stay.',
    ],
  },
  'client-certificate-revoked': {
    ...refused(() => 'it is revoked'),
    remedies: [
      'Client: get a new certificate.',
      'Server: an expired CRL rejects sound certificates too: refresh it (`nextUpdate`); `netsh http … verifyclientcertrevocation`.',
    ],
  },
  'client-certificate-wrong-usage': {
    ...refused(usage('client authentication')),
    remedies: [
      'Client: use a certificate with the extended key usage clientAuth. Public CAs no longer put it into server certificates: use a private CA between servers.',
    ],
  },
  'client-certificate-weak': { ...refused(weak), remedies: [reissueRsa] },
  'client-certificate-malformed': {
    ...refused(malformed),
    remedies: ['Client: reissue it; check that DER went out and not PEM text.'],
  },
  'client-certificate-unsupported': {
    ...refused(unsupported),
    remedies: [
      'Client: use a certificate with a kind of key that CertificateRequest lists (RSA-2048 or P-256).',
    ],
  },
  'client-certificate-key-mismatch': {
    ...refused(() => "the client's signature does not fit it"),
    remedies: [
      'Client: pair key and certificate (`openssl x509 -noout -pubkey` against `openssl pkey -pubout`); check the PKCS#11 slot or smart-card middleware; on Windows use a key storage provider that can do SHA-256.',
    ],
  },
  'client-certificate-not-authorised': {
    ...refused(() => 'it is sound, and this subject is not allowed, as far as the capture shows'),
    remedies: [
      'Server: map or allow the subject (Envoy `match_typed_subject_alt_names`, HAProxy `ssl_c_s_dn`, IIS mapping, AD altSecurityIdentities, RBAC).',
      serverLog,
    ],
  },
  'client-certificate-rejected': {
    headline: () =>
      "The server rejected the client's certificate, and the capture does not tell why",
    explanation: explain,
    remedies: [
      serverLog,
      'Check the certificate as the server would: `openssl verify -purpose sslclient -CAfile CA CERT`.',
    ],
  },
}
