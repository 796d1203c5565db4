// From a frame to its innermost transport header: which link layer a frame starts with.
//
// Every layer is a function of the decoder and an offset. It checks once that its fixed header was captured,
// narrows the decoder's view, and calls the next; it answers whether something worth handing on was found.

import type { Frame } from '../capture/frame.ts'
import { ethernet, mpls } from './ethernet.ts'
import { Fragments } from './fragments.ts'
import { ip } from './ip.ts'
import { cooked, cooked2, loopback, netfilterLog, pktap, ppi } from './cooked.ts'
import { Packet } from './packet.ts'
import { cHdlc, ppp, pppoeSession } from './ppp.ts'
import { avs, prism, radiotap, subframe, wifi } from './wifi.ts'

/** Real captures nest four or five deep (Ethernet, VXLAN, GRE, PPP); a hostile one would nest for ever. */
const deepest = 12

export class Decoder {
  readonly packet: Packet
  readonly fragments: Fragments = new Fragments()
  /** What the current layer may read: captured bytes up to `end`; on the wire it goes on to `whole`. */
  bytes: Uint8Array
  end = 0
  whole = 0
  private depth = 0
  /** Where the next subframe of an aggregate starts, or -1; and how far the aggregate goes. */
  private pending = -1
  private pendingEnd = 0
  private pendingWhole = 0

  constructor(frame: Frame) {
    this.packet = new Packet(frame)
    this.bytes = frame.bytes
  }

  /** Fills `packet`. True when it carries TCP, UDP, an ICMP error or EAPOL. Never throws. */
  decode(frame: Frame): boolean {
    this.start(frame)
    this.end = frame.to
    this.whole = Math.max(frame.to, frame.from + frame.wholeLength)
    this.pending = -1
    return link(this, frame.linkType, frame.from)
  }

  /** True while an aggregate (802.11 A-MSDU) holds more: `next` then reads the next packet of the same frame. */
  get more(): boolean {
    return this.pending >= 0
  }

  next(): boolean {
    this.start(this.packet.frame)
    this.end = this.pendingEnd
    this.whole = this.pendingWhole
    const at = this.pending
    this.pending = -1
    return subframe(this, at)
  }

  /** Notes that another subframe starts at `at` within the present view. */
  later(at: number): void {
    if (at >= this.end) return
    this.pending = at
    this.pendingEnd = this.end
    this.pendingWhole = this.whole
  }

  private start(frame: Frame): void {
    const packet = this.packet
    packet.frame = frame
    packet.bytes = frame.bytes
    packet.parts = null
    packet.ipVersion = 0
    packet.protocol = 0
    packet.etherType = 0
    packet.sourceMacAt = -1
    packet.destinationMacAt = -1
    this.bytes = frame.bytes
    this.depth = 0
  }

  /** Called by every layer that can hold another of its kind. False: too deep, give up. */
  deeper(): boolean {
    return ++this.depth <= deepest
  }

  /** Cuts the view to `length` bytes from `at`: what follows is padding or a trailer. */
  narrow(at: number, length: number): void {
    const stop = at + length
    if (stop < this.whole) this.whole = stop
    if (stop < this.end) this.end = stop
  }
}

/** Numbers of the pcap registry, https://www.tcpdump.org/linktypes.html. */
export function link(d: Decoder, linkType: number, at: number): boolean {
  switch (linkType) {
    case 1: // ETHERNET
      return ethernet(d, at)
    case 0: // NULL
    case 108: // LOOP
      return loopback(d, at)
    case 12: // RAW of some BSDs
    case 14: // RAW of OpenBSD
    case 101: // RAW
    case 228: // IPV4
    case 229: // IPV6
      return ip(d, at)
    case 113: // LINUX_SLL
      return cooked(d, at)
    case 276: // LINUX_SLL2
      return cooked2(d, at)
    case 9: // PPP
    case 50: // PPP_HDLC
      return ppp(d, at)
    case 204: // PPP_WITH_DIR
      return ppp(d, at + 1)
    case 51: // PPP_ETHER
      return pppoeSession(d, at)
    case 104: // C_HDLC
      return cHdlc(d, at)
    case 105: // IEEE802_11
      return wifi(d, at)
    case 127: // IEEE802_11_RADIOTAP
      return radiotap(d, at)
    case 119: // IEEE802_11_PRISM
      return prism(d, at)
    case 163: // IEEE802_11_AVS
      return avs(d, at)
    case 192: // PPI
      return ppi(d, at)
    case 149: // PKTAP as older macOS wrote it
    case 258: // PKTAP
      return pktap(d, at)
    case 239: // NFLOG
      return netfilterLog(d, at)
    case 219: // MPLS
      return mpls(d, at)
    default:
      return false
  }
}
