// Holds what the engine reads against what tshark read: a folder of captures, and a folder with a reading of each.
//
//     npm run agreement -- CAPTURES READINGS [-v]
//
// A reading is lines of `frame<TAB>kind<TAB>value`. NAME.tsv is the one without keys, NAME.keyed.tsv with those of
// CAPTURES/NAME.keys or of the capture itself, NAME.decode-as.tsv one that tshark was told the protocol for.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { analyze } from '../src/engine/analysis.ts'
import { parseKeyLog } from '../src/engine/capture/keylog.ts'
import { nameOfCipherSuite, nameOfVersion } from '../src/engine/registry/name.ts'
import type { Conversation } from '../src/engine/session/conversation.ts'
import { cipherSuite, negotiatedVersion } from '../src/engine/session/handshake-view.ts'
import { KeyRing } from '../src/engine/session/keyring.ts'
import { ja3 } from '../src/engine/tls/fingerprint.ts'
import { serverNames } from '../src/engine/tls/hello.ts'

export interface Agreement {
  readonly kinds: ReadonlyMap<string, { readonly facts: number; readonly same: number }>
  /** `file: frame kind value`, of what tshark has and we have not. */
  readonly missing: readonly string[]
}

const compared =
  /^(?:tls|dtls|quic\.crypto)\.handshake\.name$|^(?:tls|dtls)\.alert$|^sni$|^ja3$|^server\.version$|^cipher$/

/** Reads every capture that has a reading. `tcpOnly` leaves out what DTLS, QUIC, EAP and keys show. */
export function measure(captures: string, readings: string, tcpOnly: boolean): Agreement {
  const kinds = new Map<string, { facts: number; same: number }>()
  const missing: string[] = []
  for (const file of readdirSync(captures).sort()) {
    if (file.endsWith('.keys')) continue
    for (const keyed of tcpOnly ? [false] : [false, true]) {
      const reading = findReading(readings, file, keyed)
      if (reading === null) continue
      const conversations = read(join(captures, file), keyed)
      const ours = new Set(conversations.flatMap((c) => factsOf(c, tcpOnly)))
      const others = tcpOnly
        ? new Set(conversations.filter((c) => c.transport !== 'tcp').flatMap((c) => framesOf(c)))
        : null
      for (const [frame, kind, value] of factsIn(reading)) {
        if (others?.has(frame) || (tcpOnly && /^(?:dtls|quic)/.test(kind))) continue
        const row = kinds.get(kind) ?? { facts: 0, same: 0 }
        row.facts++
        if (ours.has(`${frame} ${kind} ${value}`)) row.same++
        else missing.push(`${file}${keyed ? ' (keyed)' : ''}: ${frame} ${kind} ${value}`)
        kinds.set(kind, row)
      }
    }
  }
  return { kinds, missing }
}

function findReading(readings: string, file: string, keyed: boolean): string | null {
  const names = keyed ? [`${file}.keyed.tsv`] : [`${file}.decode-as.tsv`, `${file}.tsv`]
  const found = names.map((name) => join(readings, name)).find((path) => existsSync(path))
  return found ?? null
}

function read(path: string, keyed: boolean): Conversation[] {
  const conversations: Conversation[] = []
  const keyLogs = existsSync(`${path}.keys`)
    ? [parseKeyLog(readFileSync(`${path}.keys`, 'utf8'))]
    : []
  analyze(new Uint8Array(readFileSync(path)), {
    completed: true,
    notTls: true,
    ...(keyed && { keys: new KeyRing({ keyLogs }) }),
    onConversation: (conversation) => conversations.push(conversation),
  })
  return conversations
}

function factsOf(c: Conversation, tcpOnly: boolean): string[] {
  if (tcpOnly && c.transport !== 'tcp') return []
  const carrier = c.protocol === 'dtls' ? 'dtls' : 'tls'
  const handshake = c.protocol === 'quic' ? 'quic.crypto.handshake' : `${carrier}.handshake`
  return c.messages.flatMap(({ frame, kind, name, level, code, body }) => {
    if (kind === 'alert')
      return code === null ? [] : [`${frame} ${carrier}.alert ${level === 1 ? 1 : 2},${code}`]
    if (kind !== 'handshake' || name === 'encrypted') return []
    const facts = [`${frame} ${handshake}.name ${name}`]
    if (body?.kind === 'client_hello') {
      facts.push(`${frame} ja3 ${ja3(body)}`)
      for (const host of serverNames(body) ?? []) facts.push(`${frame} sni ${host}`)
    }
    if (body?.kind === 'server_hello' || body?.kind === 'hello_retry_request') {
      const [version, suite] = [negotiatedVersion(c), cipherSuite(c)]
      // tshark calls a HelloRetryRequest by its outer name, in DTLS and in some versions of TLS.
      facts.push(`${frame} ${handshake}.name server_hello`)
      if (version !== null) facts.push(`${frame} server.version ${nameOfVersion(version)}`)
      if (suite !== null) facts.push(`${frame} cipher ${nameOfCipherSuite(suite)}`)
    }
    return facts
  })
}

function framesOf(c: Conversation): string[] {
  return c.messages.flatMap(({ frames }) => frames.map(String))
}

function* factsIn(path: string): Generator<[frame: string, kind: string, value: string]> {
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [frame = '', kind = '', value = ''] = line.split('\t')
    if (!compared.test(kind) || value === 'encrypted') continue
    if (kind === 'cipher') yield [frame, kind, nameOfCipherSuite(Number(value))]
    else if (kind === 'server.version') yield [frame, kind, nameOfVersion(Number(value))]
    else yield [frame, kind, value]
  }
}

export function shareOf({ kinds }: Agreement): number {
  let [facts, same] = [0, 0]
  for (const row of kinds.values()) {
    facts += row.facts
    same += row.same
  }
  return facts === 0 ? 0 : same / facts
}

function main(words: readonly string[]): number {
  const [captures, readings] = words.filter((word) => !word.startsWith('-'))
  if (captures === undefined || readings === undefined) {
    console.error('usage: npm run agreement -- CAPTURES READINGS [-v]')
    return 2
  }
  for (const tcpOnly of [true, false]) {
    const agreement = measure(captures, readings, tcpOnly)
    console.log(tcpOnly ? 'TLS over TCP, without keys' : '\nevery carrier, with and without keys')
    for (const [kind, { facts, same }] of [...agreement.kinds].sort())
      console.log(`  ${kind.padEnd(28)} ${String(facts).padStart(6)} ${percent(same / facts)}`)
    console.log(`  ${'all'.padEnd(28)} ${''.padStart(6)} ${percent(shareOf(agreement))}`)
    if (words.includes('-v')) for (const line of agreement.missing) console.log(`    ${line}`)
  }
  return 0
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2).padStart(6)} %`
}

if (process.argv[1] === import.meta.filename) process.exitCode = main(process.argv.slice(2))
