// What the user asked for cannot be done: the input is no capture, an option is wrong.

/** Carries one clear line for a person. The command line exits with 2, the page shows a panel. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
}
