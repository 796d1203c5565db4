// The capture ends before the handshake does: nobody is shown to have failed.

import { factIn } from '../evidence.ts'
import { isOverdue, isStalled } from '../outcome.ts'
import { finding, type Rule } from '../rule.ts'

export const unfinishedCapture: Rule = {
  id: 'unfinished-capture',
  title: 'The capture ends before the handshake does',
  find(story) {
    if (story.end !== null || isStalled(story) || isOverdue(story)) return []
    return [
      finding(story, {
        cause: 'unfinished-capture',
        weight: 0.8,
        rejectedBy: null,
        evidence: [factIn('The last packet of this conversation', story.c.lastFrame)],
      }),
    ]
  },
}
