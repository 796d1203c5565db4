// Made by tools/registries.ts from data/registries/netmon-media-types.tsv. Don't edit: run `npm run registries`.

export interface NetmonMediaTypeRow {
  readonly value: string
  readonly ndisName: string
  readonly carries: string
  readonly note: string
}

export const netmonMediaTypeRows: readonly NetmonMediaTypeRow[] = [
  { value: '0x0000', ndisName: 'reserved (read as Ethernet)', carries: 'Ethernet', note: 'Ethernet' },
  { value: '0x0001', ndisName: 'NDIS 802.3', carries: 'Ethernet', note: 'Ethernet' },
  { value: '0x0002', ndisName: 'NDIS 802.5', carries: 'Token Ring', note: 'Token Ring' },
  { value: '0x0003', ndisName: 'NDIS FDDI', carries: 'FDDI', note: 'FDDI, bit-swapped addresses' },
  { value: '0x0004', ndisName: 'NDIS WAN', carries: 'ATM / PPP', note: 'WAN: Ethernet-like header as NDISWAN makes it' },
  { value: '0x0005', ndisName: 'NDIS LocalTalk', carries: 'IP over IEEE 1394', note: 'format 2.x only' },
  { value: '0x0006', ndisName: 'NDIS DIX', carries: '802.11', note: 'format 2.x: Network Monitor metadata header and the 802.11 frame' },
  { value: '0x0007', ndisName: 'NDIS ARCNET raw', carries: 'raw IP', note: 'format 2.x: tunnelling interfaces' },
  { value: '0x0008', ndisName: 'NDIS ARCNET 878.2', carries: 'raw IP', note: 'format 2.x: wireless WAN (mobile broadband)' },
  { value: '0x0009', ndisName: 'NDIS ATM', carries: 'raw IP', note: 'format 2.x: raw IP frames' },
  { value: '0x000A', ndisName: 'NDIS wireless WAN', carries: 'none', note: 'not read by Wireshark' },
  { value: '0x000B', ndisName: 'NDIS IrDA', carries: 'none', note: 'not read by Wireshark' },
  { value: '0xE000-0xEFFF', ndisName: 'converted pcap link type', carries: 'pcap LINKTYPE', note: 'the low 12 bits are the LINKTYPE number' },
  { value: '0xFFE0', ndisName: 'NetEvent', carries: 'metadata', note: 'Event Tracing for Windows event' },
  { value: '0xFFFB', ndisName: 'NetworkInfoEx', carries: 'metadata', note: 'extended information on the adapters' },
  { value: '0xFFFC', ndisName: 'PayloadHeader', carries: 'metadata', note: 'payload reassembled by Network Monitor' },
  { value: '0xFFFD', ndisName: 'NetworkInfo', carries: 'metadata', note: 'information on the adapters' },
  { value: '0xFFFE', ndisName: 'DNS cache', carries: 'metadata', note: 'names and addresses' },
  { value: '0xFFFF', ndisName: 'NetMon filter', carries: 'metadata', note: 'the capture filter' },
]
