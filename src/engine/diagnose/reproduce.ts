// A command that makes the same handshake again, filled in from the capture.

import type { Story } from './story.ts'

export function reproduce(story: Story): string | null {
  void story
  return null
}
