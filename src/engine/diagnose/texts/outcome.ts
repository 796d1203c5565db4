// The words for captures that do not tell the end.

import type { CausesOf, CauseText } from './cause-text.ts'

export const outcomeTexts: Readonly<Record<CausesOf<'outcome'>, CauseText>> = {
  'unfinished-capture': {
    headline: (w) =>
      `The capture ends before the handshake with ${w.target} does: nobody is shown to have failed`,
    explanation: () =>
      'Neither side closed, reset or sent an alert before the last packet; the handshake may have gone on after the capture was stopped.',
    remedies: [
      'Capture again, and stop some seconds after the failure.',
      'With a ring buffer or a size limit, make it larger: `tcpdump -C`, `dumpcap -b`, `netsh trace … maxsize=`.',
      'Look into the logs of both ends for this minute.',
    ],
  },
  'missing-packets': {
    headline: (w) =>
      `The capture lacks packets of the handshake with ${w.target} that are needed to judge it`,
    explanation: () =>
      'The other side acknowledged bytes that the capture does not hold: they arrived, and the capture lost them.',
    remedies: [
      'Capture at the host itself, whole packets (`-s 0`), with a larger kernel buffer (`tcpdump -B 4096`), filtered to the pair of addresses.',
      "Look at the tool's drop counters (pcapng interface statistics, `tcpdump` on exit).",
      'If only one direction is there, mirror both ports of the path, or capture where both directions pass.',
    ],
  },
  'encrypted-failure': {
    headline: (w) =>
      `${capital(w.ender)} ended the handshake with an encrypted alert: keys are needed to read why`,
    explanation: (w) =>
      `${capital(w.ender)} sent an alert that only the two ends can read. Its place in the handshake narrows the cause, its content needs keys.`,
    remedies: [
      'Record the keys and analyse again with `--keylog FILE`: `SSLKEYLOGFILE` for curl, browsers and Python, `--tls-keylog` for Node, `KeyLogWriter` in Go, `SSL_CTX_set_keylog_callback` for OpenSSL.',
      'Or read the log of the side that sent the alert, for this second.',
      'Or repeat with TLS 1.2 (`openssl s_client -tls1_2`, `curl --tls-max 1.2`): there the alert and the certificates are readable.',
    ],
  },
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
