// How the glance (src/glance) lays out what it tells. The offsets are those of its `flow.ts`, `look.ts` and `tape.ts`.

export const resultFields = {
  told: 0,
  sight: 4,
  skimmed: 8,
  helloLength: 12,
  nextId: 16,
  earliestNanos: 20,
  latestNanos: 24,
  earliestSeconds: 32,
  latestSeconds: 40,
  lastSeconds: 48,
} as const

export const flowFields = {
  low: 0,
  high: 16,
  ports: 32,
  look: 52,
  id: 64,
  opener: 70,
  /** Bit 0: IPv6. */
  kind: 71,
} as const

export const lookFields = {
  tape: 0,
  notes: 4,
  tapeLength: 8,
  frames: 12,
  isWell: 20,
  kind: 32,
  sides: 64,
} as const

export const sideSize = 208

export const sideFields = {
  left: 12,
  headHave: 16,
  type: 17,
  rest: 20,
  passedRecords: 28,
  dataRecords: 32,
  dataBytes: 40,
  passed: 48,
  last: 56,
  lastData: 104,
  fin: 152,
} as const

export const markFields = {
  frame: 0,
  seconds: 8,
  nanos: 16,
  seq: 20,
  ack: 24,
  flags: 28,
  window: 32,
  length: 36,
  ttl: 40,
  dontFragment: 41,
  ipId: 44,
} as const

export const noteSize = 48

export const noteFields = {
  at: 0,
  size: 4,
  length: 8,
  whole: 12,
  seconds: 16,
  number: 24,
  nanos: 28,
  linkType: 32,
  direction: 36,
  payload: 40,
  payloadLength: 44,
} as const

/** What `see` answers. */
export const sights = {
  taken: 0,
  other: 1,
  settled: 2,
  well: 3,
  odd: 4,
  ended: 5,
  evicted: 6,
  returned: 7,
  spared: 8,
} as const

/** What `recall` answers. */
export const stages = { unknown: 0, looked: 1, settled: 2, followed: 3, lent: 4 } as const
