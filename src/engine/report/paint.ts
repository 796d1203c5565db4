// Colour as a function: the report never knows whether it goes to a terminal.

export type Ink = 'failed' | 'completed' | 'incomplete' | 'quiet' | 'strong' | 'mark'

export type Paint = (ink: Ink, text: string) => string

/** No colour at all. */
export const plain: Paint = (_ink, text) => text
