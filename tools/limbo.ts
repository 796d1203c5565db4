// Runs the certificate chains of x509-limbo through the judge and says where it disagrees. `npm run limbo FILE [-v]`.

import { readFileSync } from 'node:fs'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { anchorOf } from '../src/engine/x509/anchor.ts'
import { parseCertificate } from '../src/engine/x509/certificate.ts'
import { parseRevocationList } from '../src/engine/x509/crl.ts'
import { type ChainJudgement, judgeChain } from '../src/engine/x509/judge.ts'
import { parsePem } from '../src/engine/x509/pem.ts'
import { type PeerName } from '../src/engine/x509/peer-name.ts'

interface LimboName {
  readonly kind: 'DNS' | 'IP' | 'RFC822'
  readonly value: string
}

export interface LimboCase {
  readonly id: string
  readonly validation_kind: 'SERVER' | 'CLIENT'
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
  readonly validation_time: string | null
  readonly expected_result: 'SUCCESS' | 'FAILURE'
  readonly expected_peer_name: LimboName | null
  readonly expected_peer_names: readonly LimboName[]
  readonly max_chain_depth: number | null
  readonly crls: readonly string[]
}

export function readLimbo(path: string): LimboCase[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { testcases: LimboCase[] }).testcases
}

/** As a peer that trusts what the case says. `now` is for cases that do not fix the time. */
export function judgeCase(test: LimboCase, now: number): ChainJudgement {
  const certificates = (pems: readonly string[]) =>
    pems.flatMap(parsePem).map(({ bytes }) => parseCertificate(bytes))
  return judgeChain({
    chain: certificates([test.peer_certificate, ...test.untrusted_intermediates]),
    anchors: certificates(test.trusted_certs).flatMap((each) => anchorOf(each) ?? []),
    at: test.validation_time === null ? now : Date.parse(test.validation_time) / 1000,
    role: test.validation_kind === 'SERVER' ? 'server' : 'client',
    name: nameOf(test.expected_peer_name ?? test.expected_peer_names[0] ?? null),
    crls: test.crls.flatMap(parsePem).map(({ bytes }) => parseRevocationList(bytes)),
    ...(test.max_chain_depth !== null && { depth: test.max_chain_depth }),
  })
}

function nameOf(name: LimboName | null): PeerName | null {
  if (name === null) return null
  const kinds = { DNS: 'dns', IP: 'ip', RFC822: 'email' } as const
  return { kind: kinds[name.kind], value: name.value }
}

function main(path: string | undefined, verbose: boolean): number {
  if (path === undefined) {
    console.error('Give the path of limbo.json: npm run limbo -- FILE [-v]')
    return 2
  }
  const cases = readLimbo(path)
  let right = 0
  for (const test of cases) {
    const { accepted, faults } = judgeCase(test, Date.now() / 1000)
    const agrees = accepted === (test.expected_result === 'SUCCESS')
    if (agrees) right++
    if (agrees && !verbose) continue
    console.log(`${agrees ? 'agrees' : 'DIFFERS'}  ${test.id}: ${test.expected_result} is due`)
    for (const { kind, strict, text } of faults) {
      console.log(`         ${strict ? 'strict ' : ''}${kind}: ${text}`)
    }
  }
  console.log(`${right} of ${cases.length} agree (${((100 * right) / cases.length).toFixed(1)} %)`)
  return right / cases.length >= 0.97 ? 0 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const words = process.argv.slice(2)
  process.exitCode = main(
    words.find((word) => word !== '-v'),
    words.includes('-v'),
  )
}
