// The look: one frame, dissected into a tree of fields, each with its bytes and its meaning.

import { namer } from '../registry/name.ts'
import { linkTypes } from '../registry/tables/link-types.ts'
import { formatMoment } from '../wire/moment.ts'
import { bytesCount } from './bytes-text.ts'
import { Layer } from './layer.ts'
import { linkNodes } from './link.ts'
import { group, leaf, type Node } from './node.ts'
import { aloneSight, type Sight } from './sight.ts'

/** What a capture reader knows of a frame; `Frame` of `capture/` is one. */
export interface SeenFrame {
  readonly number: number
  /** Stands in `bytes` from `from` to `to`; every offset in the tree counts from `from`. */
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly wholeLength: number
  readonly seconds: number
  readonly nanos: number
  readonly linkType: number
}

const nameOfLinkType = namer(linkTypes)

/**
 * The tree of a frame. With a conversation's `sight` (`sightOf`), messages that are spread over frames are read whole,
 * and decrypted ones too; without it only what the frame itself holds. Never throws on what is in the frame.
 */
export function dissectFrame(frame: SeenFrame, sight: Sight = aloneSight(frame.number)): Node {
  const { bytes, from, to, wholeLength } = frame
  const captured = bytes.subarray(from, to)
  const layer = new Layer(captured, 0, Math.max(wholeLength, captured.length), sight)
  const link = nameOfLinkType(frame.linkType)
  const text = `${frame.number}, ${bytesCount(to - from)}${to - from < wholeLength ? ` of ${wholeLength}` : ''}`
  return group('frame', 'Frame', [0, to - from], text, [
    leaf('frame.number', 'number', null, String(frame.number), frame.number),
    leaf('frame.time', 'time', null, formatMoment(frame, 9)),
    leaf('frame.length', 'length', null, String(wholeLength), wholeLength),
    leaf('frame.captured_length', 'captured length', null, String(to - from), to - from),
    leaf('frame.link_type', 'link type', null, `${link} (${frame.linkType})`, frame.linkType),
    ...linkNodes(layer, frame.linkType),
  ])
}
