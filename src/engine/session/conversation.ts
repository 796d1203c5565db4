// What the scan leaves of one conversation: the facts that a verdict rests on.
//
// Nothing here judges. Every fact knows the frame that showed it, and where bytes matter, which bytes.

import type { WireError } from '../wire/cursor.ts'
import type { Moment } from '../wire/moment.ts'
import type { Side, Span } from '../wire/span.ts'
import type { Endpoint, IcmpError, SegmentMark, TcpFacts } from '../net/facts.ts'
import type { HandshakeBody } from '../tls/handshake.ts'
import type { Ssl2Message } from '../tls/ssl2.ts'
import type { KeyNotes } from './keys.ts'

export type Transport = 'tcp' | 'udp' | 'eap'
export type Protocol = 'tls' | 'dtls' | 'quic' | 'sslv2'

export interface Conversation {
  /** 1-based, in order of the first frame, counted over all captures of the run. */
  id: number
  /** Index of the capture in the run. */
  capture: number
  transport: Transport
  /** Null while nothing of TLS, DTLS or QUIC was recognised in it. */
  protocol: Protocol | null
  /** `starttls-smtp`, `http-connect`, `socks5`, `proxy-protocol`, `tds`, `rdp`, `postgres`, `mysql` …, or null. */
  upgrade: string | null
  client: Endpoint
  server: Endpoint
  /** IP's number for what carries it; null where the ends have no IP addresses. */
  readonly ipProtocol: number | null
  firstFrame: number
  firstTime: Moment
  lastFrame: number
  lastTime: Moment
  /** Null for UDP and EAP. */
  tcp: TcpFacts | null
  icmp: IcmpError[]
  /** Plaintext before (or instead of) TLS, line by line or message by message, bounded. */
  preface: PrefaceLine[]
  /** The first bytes (at most 256) that each side sent, whatever they were. */
  firstBytes: Record<Side, FirstBytes | null>
  /** The ladder: handshake messages, alerts, ChangeCipherSpecs, and the first application data of each side. */
  messages: Message[]
  /** Records in order: the first 96 of each side and the last 8; `null` marks where some were left out. */
  records: (RecordNote | null)[]
  /**
   * Records of application data and their bytes, by sender. In TLS 1.3 without keys every record of type 23 counts,
   * the encrypted part of the handshake too: only their lengths in `records` tell them apart.
   */
  applicationRecords: Record<Side, number>
  applicationBytes: Record<Side, number>
  /** Bytes in the stream that are no record where a record was due. */
  garbage: Garbage[]
  /** True when the stream was picked up in its middle: the hello may have been before the capture. */
  midstream: boolean
  /** Bytes of a side that the capture lacks, in or before the handshake (from `tcp`, gaps that were skipped). */
  missing: Record<Side, number>
  /** The latest moment of the capture, as far as it was read: it moves on until the capture has ended. */
  captureEnd: Moment | null
  /** True when the handshake was followed to its end and the rest was stepped over. */
  established: boolean
  /** A handshake message that was begun and never completed, by sender. */
  pending: Record<Side, PendingMessage | null>
  /** What was said about an upgrade to TLS; null where no protocol with one was recognised. */
  upgradeFacts: UpgradeFacts | null
  /** Where a proxy was asked to connect to (CONNECT, SOCKS) or said it came from (PROXY): `host:port`. */
  proxyTarget: string | null
  /** What the keys did for this conversation. */
  keys: KeyNotes
  /** DTLS, QUIC and EAP facts; null for TCP. */
  datagram: DatagramFacts | null
}

export interface PendingMessage {
  /** As in `Message`; null while not even the type was seen. */
  readonly name: string | null
  readonly code: number | null
  /** Bytes of the message that came, with its header. */
  readonly have: number
  /** Length of the message with its header; null while the header is not whole. */
  readonly need: number | null
  /** The frame that brought the last of them. */
  readonly frame: number
  readonly time: Moment
  readonly spans: readonly Span[]
}

export interface UpgradeFacts {
  /** What the plaintext speaks: `smtp`, `imap`, `http`, `socks5`, `postgres` … */
  readonly protocol: string
  /** Whether the server named TLS among what it can do; null where it was not asked, or the protocol has no such list. */
  offered: boolean | null
  /** The request to go on in TLS. */
  asked: UpgradeLine | null
  /** What the server said to it. */
  answer: (UpgradeLine & { readonly accepted: boolean }) | null
}

export interface UpgradeLine {
  readonly frame: number
  readonly time: Moment
  readonly text: string
  readonly span: Span
}

export interface FirstBytes {
  readonly bytes: Uint8Array
  readonly span: Span
  readonly time: Moment
}

export interface PrefaceLine {
  readonly from: Side
  readonly frame: number
  readonly time: Moment
  /** Printable form, at most 200 characters. Credentials are left out (`AUTH …`, `PASS …`). */
  readonly text: string
  readonly span: Span
}

export interface Message {
  /** The frame that completed it. */
  readonly frame: number
  /** Every frame it was spread over. */
  readonly frames: readonly number[]
  readonly time: Moment
  readonly from: Side
  readonly kind: 'handshake' | 'alert' | 'change_cipher_spec' | 'application_data'
  /** As the TLS registry spells it; `hello_retry_request` for that ServerHello; `encrypted` where it can't be read. */
  readonly name: string
  /** HandshakeType or AlertDescription; null where it can't be read. */
  readonly code: number | null
  /** Alert level as sent; null for other kinds and unread alerts. */
  readonly level: number | null
  /** True when the record is protected and was not opened. */
  readonly encrypted: boolean
  /** True when it was opened with keys (for QUIC Initial packets, whose keys are public, too). */
  readonly decrypted: boolean
  /** Handshake: length of the body. Encrypted or other kinds: the record's length field. */
  readonly length: number
  readonly recordVersion: number
  /** Plaintext: the whole handshake message with its header (TLS form, also for DTLS), or the alert. Null if unread. */
  readonly bytes: Uint8Array | null
  /** The body as read; null where it could not be read at all (see `damage`) or is not a handshake message. */
  readonly body: HandshakeBody | null
  readonly damage: WireError | null
  /** SSL 2.0: the message as read. A ClientHello in that format has a `body`, too. */
  readonly ssl2?: Ssl2Message | null
  /** Where its bytes stand, in order; for a decrypted message the record it came in. */
  readonly spans: readonly Span[]
  /** Position in time among `records` of the conversation: index of the record that completed it. */
  readonly record: number
  /** DTLS: the same message was seen before, byte for byte. */
  readonly retransmission?: boolean
}

export interface RecordNote {
  readonly from: Side
  readonly frame: number
  readonly time: Moment
  readonly type: number
  readonly version: number
  /** The length field. */
  readonly length: number
  /** After ChangeCipherSpec of this side, or TLS 1.3 ciphertext, and not an alert of two bytes. */
  readonly encrypted: boolean
  readonly span: Span
}

export interface Garbage {
  readonly from: Side
  readonly frame: number
  readonly time: Moment
  /** At most 64 bytes. */
  readonly bytes: Uint8Array
  readonly span: Span
  /** Why it is no record: `type`, `version` or `length`. */
  readonly why: 'type' | 'version' | 'length'
}

export interface DatagramFacts {
  /** Datagrams by sender. */
  readonly datagrams: Record<Side, number>
  /** Flights or Initials sent again since the other side's last answer, by sender. */
  readonly retransmittedFlights: Record<Side, number>
  readonly firstDatagram: Record<Side, SegmentMark | null>
  readonly lastDatagram: Record<Side, SegmentMark | null>
  /** HelloVerifyRequests or genuine Retry packets seen. */
  cookies: number
  /** QUIC: the first Retry whose integrity tag is wrong, which no client may take (RFC 9001 §5.8). */
  wrongRetry: { readonly frame: number; readonly tag: Uint8Array; readonly span: Span } | null
  /** QUIC: versions as numbers. */
  offeredVersions: number[]
  /** QUIC: list of the server's Version Negotiation packet, or null. */
  versionNegotiation: {
    readonly frame: number
    readonly versions: readonly number[]
    readonly span: Span
  } | null
  /** QUIC: the first time that the client went on from another address. */
  moved: { readonly frame: number; readonly to: Endpoint; readonly span: Span } | null
  /** QUIC: CONNECTION_CLOSE frames that could be read. */
  closes: QuicClose[]
  /** EAP: the ending that was seen. */
  eapEnd: {
    readonly frame: number
    readonly time: Moment
    readonly what: 'eap-success' | 'eap-failure' | 'access-accept' | 'access-reject'
    readonly span: Span
  } | null
  /** EAP method type: 13 TLS, 21 TTLS, 25 PEAP, 43 FAST, 55 TEAP. */
  eapMethod: number | null
  /** EAP: the supplicant refused a method and named those it wants instead. */
  eapNak: { readonly frame: number; readonly wanted: readonly number[]; readonly span: Span } | null
  /** QUIC: 0-RTT packets of the client. */
  earlyPackets: number
}

export interface QuicClose {
  readonly from: Side
  readonly frame: number
  readonly time: Moment
  /** Transport error code, or application error code where `application`. */
  readonly code: number
  readonly application: boolean
  readonly reason: string
  readonly span: Span
}
