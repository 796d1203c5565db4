// Descriptions in Network Monitor's own words, for people who know them by heart.
//
// `old`: the parser of Network Monitor 3.0 to 3.2 (`SSL: Server Hello. Certificate.`). `new`: that of 3.4
// (`TLS:TLS Rec Layer-1 HandShake: Client Hello.`).

import type { TcpRow } from './frame-row.ts'
import { versions } from '../registry/tables/versions.ts'
import type { Message } from '../session/conversation.ts'
import type { MessagePart } from './message-parts.ts'

export type NetmonParser = 'old' | 'new'

/** `payloadLength`: bytes of TCP payload in the frame. */
export function netmonTls(
  parts: readonly MessagePart[],
  payloadLength: number,
  parser: NetmonParser,
): string {
  const [first] = parts
  if (!first)
    return parser === 'old'
      ? 'SSL: SSL Application Data'
      : 'TLS:TLS Rec Layer-1 SSL Application Data'
  if (first.message.ssl2)
    return `SSL:SSLv2RecordLayer, ${netmonName(first.message).replaceAll(' ', '')}(0x01)`
  if (first.from > 0) return continuation(parts, payloadLength, parser)
  return parser === 'old' ? oldForm(parts) : newForm(parts)
}

/** Network Monitor could not place the rest of a message that began in an earlier frame. */
function continuation(
  parts: readonly MessagePart[],
  payloadLength: number,
  parser: NetmonParser,
): string {
  const ends = parts.length > 1 && parts.every((part) => part.to === part.whole)
  if (!ends) return `${parser === 'old' ? 'SSL' : 'TLS'}:Continued Data: ${payloadLength} Bytes`
  return parser === 'old'
    ? 'SSL: Encrypted Handshake Message.'
    : 'TLS:TLS Rec Layer-1 HandShake: Encrypted Handshake Message.'
}

function oldForm(parts: readonly MessagePart[]): string {
  return `SSL: ${parts.map(({ message }) => `${netmonName(message)}.`).join(' ')}`
}

function newForm(parts: readonly MessagePart[]): string {
  const records: { readonly messages: Message[] }[] = []
  for (const { message } of parts) {
    const last = records.at(-1)
    if (last && last.messages[0]?.record === message.record && message.kind === 'handshake')
      last.messages.push(message)
    else records.push({ messages: [message] })
  }
  const old = parts[0]?.message.recordVersion === versions['SSL 3.0']
  const layer = old ? 'SSLv3 Rec Layer' : 'TLS Rec Layer'
  const texts = records.map(({ messages }, i) => {
    const handshake = messages[0]?.kind === 'handshake'
    const names = messages.map((m) => netmonName(m) + (handshake ? '.' : '')).join(' ')
    return `${layer}-${i + 1} ${handshake ? 'HandShake: ' : ''}${names}`
  })
  return `${old ? 'SSL:  ' : 'TLS:'}${texts.join('; ')}`
}

function netmonName(message: Message): string {
  switch (message.kind) {
    case 'alert':
      return 'Encrypted Alert'
    case 'change_cipher_spec':
      return 'Change Cipher Spec'
    case 'application_data':
      return 'SSL Application Data'
    case 'handshake':
      return message.encrypted
        ? 'Encrypted Handshake Message'
        : message.name
            .split('_')
            .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
            .join(' ')
  }
}

/** Names that Network Monitor gives to ports. */
const portNames: Readonly<Record<number, string>> = {
  25: 'SMTP',
  80: 'HTTP',
  88: 'Kerberos',
  135: 'DCE endpoint resolution',
  389: 'LDAP',
  443: 'HTTPS',
  445: 'Microsoft-DS',
  8080: 'HTTP Alternate',
}

/** `Flags=...AP..., SrcPort=…, DstPort=…, PayloadLen=7, Seq=a - b, Ack=…, Win=…`. */
export function netmonTcp(
  tcp: TcpRow,
  ports: { readonly source: number; readonly destination: number },
): string {
  const { seq, payloadLength } = tcp
  const range = payloadLength > 0 ? `${seq} - ${(seq + payloadLength) >>> 0}` : String(seq)
  return (
    `Flags=${netmonFlags(tcp.flags)}, SrcPort=${netmonPort(ports.source)}, ` +
    `DstPort=${netmonPort(ports.destination)}, PayloadLen=${payloadLength}, ` +
    `Seq=${range}, Ack=${tcp.ack}, Win=${tcp.window}`
  )
}

function netmonPort(port: number): string {
  const name = portNames[port]
  return name === undefined ? String(port) : `${name}(${port})`
}

/** Eight places, CWR first, a dot for each clear bit. */
export function netmonFlags(flags: number): string {
  return Array.from('CEUAPRSF', (letter, i) => ((flags >> (7 - i)) & 1 ? letter : '.')).join('')
}
