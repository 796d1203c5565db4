// Extensions that are a list of numbers, or one number.

import { extensions } from '../../registry/tables/extensions.ts'
import type { Cursor } from '../../wire/cursor.ts'
import type { ExtensionReader } from './extension.ts'

function lists8of8(
  codepoint: number,
  list: string,
  item: string,
): ExtensionReader<readonly number[]> {
  return { codepoint, read: (c) => c.all8(list, (one) => one.u8(item)) }
}

function lists16of16(
  codepoint: number,
  list: string,
  item: string,
): ExtensionReader<readonly number[]> {
  return { codepoint, read: (c) => c.all16(list, (one) => one.u16(item)) }
}

function only(codepoint: number, read: (c: Cursor) => number): ExtensionReader<number> {
  return { codepoint, read }
}

/** supported_groups, elliptic_curves before. RFC 8446 §4.2.7, RFC 8422 §5.1.1. */
export const supportedGroups: ExtensionReader<readonly number[]> = lists16of16(
  extensions.supported_groups,
  'named_group_list',
  'named_group',
)

/** ec_point_formats. RFC 8422 §5.1.2. */
export const ecPointFormats: ExtensionReader<readonly number[]> = lists8of8(
  extensions.ec_point_formats,
  'ec_point_format_list',
  'ec_point_format',
)

/** psk_key_exchange_modes. RFC 8446 §4.2.9. */
export const pskKeyExchangeModes: ExtensionReader<readonly number[]> = lists8of8(
  extensions.psk_key_exchange_modes,
  'ke_modes',
  'ke_mode',
)

/** max_fragment_length: 1 to 4 for 512 to 4096 bytes. RFC 6066 §4. */
export const maxFragmentLength: ExtensionReader<number> = only(
  extensions.max_fragment_length,
  (c) => c.u8('max_fragment_length'),
)

/** record_size_limit. RFC 8449 §4. */
export const recordSizeLimit: ExtensionReader<number> = only(extensions.record_size_limit, (c) =>
  c.u16('record_size_limit'),
)

/** heartbeat. RFC 6520 §2. */
export const heartbeat: ExtensionReader<number> = only(extensions.heartbeat, (c) => c.u8('mode'))

/** compress_certificate: the algorithms that the sender can unpack. RFC 8879 §3. */
export const compressCertificate: ExtensionReader<readonly number[]> = {
  codepoint: extensions.compress_certificate,
  read: (c) => c.all8('algorithms', (item) => item.u16('algorithm')),
}

/** early_data: empty in hellos; in a ticket, how many bytes may come. RFC 8446 §4.2.10. */
export const earlyData: ExtensionReader<number | null> = {
  codepoint: extensions.early_data,
  read: (c, place) => (place === 'new_session_ticket' ? c.u32('max_early_data_size') : null),
}
