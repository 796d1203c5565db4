// What keys did for a conversation: which secrets were found, what they opened, and what did not fit.

export interface KeyNotes {
  /** Any record was opened. */
  decrypted: boolean
  /** Keys were given to the run at all. */
  given: boolean
  /** `found`: a secret for this client random; `none`: keys were given, none for it; `misfit`: found, and records fail to open. */
  match: 'found' | 'none' | 'misfit' | 'partial' | null
  /** What the keys did with protected records (QUIC: packets) that they were tried on, by sender. */
  records: { client: TriedRecords; server: TriedRecords }
  /** Finished messages that were checked: by sender, true when it verified. */
  finished: { client: boolean | null; server: boolean | null }
  /** First application bytes that were opened, at most 1 KiB each side: told only in part. */
  applicationStart: { client: Uint8Array | null; server: Uint8Array | null }
  /** Sentences for a person: what was tried and why it did not work. */
  notes: string[]
}

/** Some opened and some failed: those that failed were changed on the way, or something before them is missing. */
export interface TriedRecords {
  opened: number
  failed: number
  /** Number, in its epoch, of the first that did not open. */
  firstFailed: number | null
}

export function noKeys(): KeyNotes {
  return {
    decrypted: false,
    given: false,
    match: null,
    records: {
      client: { opened: 0, failed: 0, firstFailed: null },
      server: { opened: 0, failed: 0, firstFailed: null },
    },
    finished: { client: null, server: null },
    applicationStart: { client: null, server: null },
    notes: [],
  }
}
