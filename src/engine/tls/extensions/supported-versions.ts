// supported_versions: what the client speaks, and what the server chose. RFC 8446 §4.2.1.

import { extensions } from '../../registry/tables/extensions.ts'
import type { ExtensionReader } from './extension.ts'

/** A client's list, or the one version of a server. */
export const supportedVersions: ExtensionReader<readonly number[]> = {
  codepoint: extensions.supported_versions,
  read: (c, place) =>
    place === 'client_hello'
      ? c.all8('versions', (item) => item.u16('version'))
      : [c.u16('selected_version')],
}
