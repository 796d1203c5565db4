// Made by tools/glance.mjs. Don't edit: run `npm run glance`.

export const changeCipherSpec: i32 = 20
export const alert: i32 = 21
export const handshake: i32 = 22
export const applicationData: i32 = 23
export const clientHello: i32 = 1
export const serverHello: i32 = 2
export const supportedVersions: i32 = 43
export const tls13: i32 = 772
export const shortTagSuite: i32 = 4869
export const longHashSuite: i32 = 4866
export const recordMost: i32 = 18432
export const recordsMost: i32 = 96
export const firstMost: i32 = 256

/** Suites that protect by a MAC alone, two bytes each. */
export const nullSuiteCount: i32 = 25
export const nullSuites: usize = memory.data<u16>([
  0,
  1,
  2,
  28,
  44,
  45,
  46,
  59,
  130,
  131,
  176,
  177,
  180,
  181,
  184,
  185,
  49153,
  49158,
  49163,
  49168,
  49173,
  49209,
  49210,
  49211,
  65415,
])

/** Ports whose datagrams may hold packets of other flows, two bytes each. */
export const tunnelPortCount: i32 = 9
export const tunnelPorts: usize = memory.data<u16>([
  4789,
  8472,
  4790,
  6081,
  2152,
  3544,
  1701,
  5247,
  6635,
])
