// What a file looks like that is no capture: one line for the person who gave it.

import { UsageError } from '../wire/usage-error.ts'
import { isKeyLog } from './keylog.ts'

/** The input is no capture that this program reads. Its message says what it looks like. */
export class NotACapture extends UsageError {
  override readonly name = 'NotACapture'

  /** `what` it is instead: a clause, as `describeHead` answers one. */
  constructor(what: string) {
    super(`not a capture file: ${what}`)
  }
}

/** How many bytes `describeHead` makes use of. */
export const describedLength = 512

const magics: [hex: string, what: string][] = [
  ['7f454c46', 'an ELF program or library'],
  ['4d5a', 'a Windows program (MZ)'],
  ['25504446', 'a PDF document'],
  ['89504e470d0a1a0a', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['504b0304', 'a ZIP archive: unpack it first'],
  ['504b0506', 'an empty ZIP archive'],
  ['377abcaf271c', 'a 7-Zip archive: unpack it first'],
  ['526172211a07', 'a RAR archive: unpack it first'],
  ['fd377a585a00', 'an xz file: unpack it first'],
  ['425a68', 'a bzip2 file: unpack it first'],
  ['1f9d', 'a compress (.Z) file: unpack it first'],
  ['4d53434600000000', 'a Windows cabinet: unpack it first'],
  ['02214c18', 'an lz4 file of the legacy format: pack it again without -l'],
  [
    '5452534e49464620646174612020202000',
    'a Sniffer capture, which is not read yet: convert it to pcapng',
  ],
  ['58435000', 'a NetXRay capture, which is not read yet: convert it to pcapng'],
  ['69707472616365', 'an AIX iptrace capture, which is not read yet: convert it to pcapng'],
  ['7f76657200', 'a capture of a WildPackets tool, which is not read yet: convert it to pcapng'],
  ['d0cf11e0a1b11ae1', 'an OLE document (old Office, or Message Analyzer)'],
  ['53514c69746520666f726d6174', 'an SQLite database'],
  ['cafebabe', 'a Java class'],
  ['3082', 'a DER structure such as a certificate or a key'],
]

/** One clause in plain words that follows "not a capture file: ". */
export function describeHead(head: Uint8Array): string {
  if (head.length === 0) return 'there is nothing at all'
  const hex = hexOf(head.subarray(0, 20))
  const known = magics.find(([magic]) => hex.startsWith(magic))
  if (known !== undefined) return `it looks like ${known[1]}`
  if (hasEventTraceHeader(head))
    return 'it looks like an ETW trace (.etl): convert it with etl2pcapng'
  if (head.every((byte) => byte === 0)) return `the first ${head.length} bytes are all zero`
  const text = textOf(head)
  if (text !== null) return describeText(text)
  return `the first bytes are ${hexOf(head.subarray(0, 16)).replace(/(..)(?=.)/g, '$1 ')}`
}

function describeText(text: string): string {
  const label = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/m.exec(text)?.[1]
  if (label !== undefined) return `it is a PEM file (${label})`
  if (isKeyLog(text))
    return 'it is a TLS key log (NSS format): give it as --keylog beside a capture'
  const line = text.trim().split(/\r?\n/, 1)[0]!.slice(0, 40)
  if (line === '') return 'it is text with nothing in it'
  if (/^<(!doctype html|html)/i.test(line)) return `it is a web page ("${line}")`
  if (/^0{4,8}\s+([0-9a-f]{2} ){4}/i.test(line))
    return `it is a hex dump ("${line}"): convert it with text2pcap`
  return `it is text that begins "${line}"`
}

/** The head as text, or null when it is none. */
function textOf(head: Uint8Array): string | null {
  const utf16 = head[0] === 0xff && head[1] === 0xfe
  const text = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(head)
  // The head may end inside a character: one replacement at the very end is no sign.
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]|\ufffd(?!$)/.test(text) ? null : text
}

/** WMI_BUFFER_HEADER of an .etl file: buffer size, then at 0x48 the version of the TRACE_LOGFILE_HEADER's record. */
function hasEventTraceHeader(head: Uint8Array): boolean {
  // BufferType EVENT_TRACE_BUFFER_TYPE_HEADER (4) at 0x36, marker of the system header record at 0x4a.
  return head.length > 0x4c && head[0x36] === 4 && head[0x37] === 0 && head[0x4b] === 0xc0
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
