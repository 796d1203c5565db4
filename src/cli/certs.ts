// certs: would a peer accept this chain, and if not, why?

import { domainToASCII } from 'node:url'
import { describeChain } from '../engine/report/chain.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import { type ChainJudgement, judgeChain } from '../engine/x509/judge.ts'
import { type PeerName, parsePeerName } from '../engine/x509/peer-name.ts'
import type { Arguments, Command, Streams } from './command.ts'
import { trustOptions } from './options.ts'
import { paintFor } from './terminal.ts'
import { loadCertificates, loadTrust } from './trust.ts'

export const certs: Command = {
  name: 'certs',
  usage: 'FILE… [options]',
  summary: 'Judges a chain of certificates as a peer would: paths, dates, names, usage, trust.',
  options: {
    ...trustOptions,
    name: {
      type: 'string',
      value: 'NAME',
      help: 'host name, address or mailbox that was asked for',
    },
    at: {
      type: 'string',
      value: 'TIME',
      help: 'when, such as 2026-11-23T12:00:00Z (default: now)',
    },
    for: { type: 'string', value: 'ROLE', help: 'who sends the chain: server (default) or client' },
    depth: { type: 'string', value: 'N', help: 'how many intermediates the verifier allows' },
    json: { type: 'boolean', help: 'one JSON object: accepted, faults, the path that was judged' },
  },
  notes: [
    'The files are PEM or DER; the first certificate is the peer’s own, the others may stand in any order.',
    'Faults that only strict verifiers object to are marked so. The exit status is 0 where nobody objects, 1 where somebody does.',
  ],
  examples: [
    ['shakedown certs chain.pem --name www.example.com', 'would a client accept it now?'],
    ['shakedown certs client.pem --for client --ca ca.pem', 'would a server that trusts ca.pem?'],
  ],
  run: runCerts,
}

function runCerts(args: Arguments, streams: Streams): Promise<number> {
  if (args.positionals.length === 0) {
    throw new UsageError('certs needs a file of certificates: shakedown certs FILE')
  }
  const role = args.text('for') ?? 'server'
  if (role !== 'server' && role !== 'client') {
    throw new UsageError(`--for is server or client, not ${role}`)
  }
  const depth = readDepth(args.text('depth'))
  const at = readTime(args.text('at'))
  const name = readName(args.text('name'))
  const judgement = judgeChain({
    chain: args.positionals.flatMap(loadCertificates),
    ...loadTrust({
      ca: args.texts('ca'),
      crl: args.texts('crl'),
      noPublicRoots: args.flag('no-public-roots'),
    }),
    at,
    role,
    name,
    ...(depth !== undefined && { depth }),
  })
  const text = args.flag('json')
    ? `${JSON.stringify(describeJson(judgement), null, 1)}\n`
    : describeChain(judgement, { at, role, name, paint: paintFor(streams.stdout) })
  streams.stdout.write(text)
  return Promise.resolve(judgement.accepted ? 0 : 1)
}

function describeJson({ accepted, faults, path, anchor, reach, extra }: ChainJudgement): unknown {
  return {
    accepted,
    faults: faults.map(({ cause, text, certificate, strict, reference }) => ({
      cause,
      text,
      certificate,
      strict,
      reference,
    })),
    path,
    anchor: anchor?.label ?? null,
    reach,
    extra,
  }
}

/** Seconds since 1970, or a date; without a zone it is UTC. */
function readTime(text: string | undefined): number {
  if (text === undefined) return Math.floor(Date.now() / 1000)
  if (/^\d{5,}$/.test(text)) return Number(text)
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes(':')
  const millis = Date.parse(hasZone ? text : `${text.replace(' ', 'T')}Z`)
  if (Number.isNaN(millis))
    throw new UsageError(`--at ${text} is no time; write 2026-11-23T12:00:00Z`)
  return millis / 1000
}

function readDepth(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,3}$/.test(text)) throw new UsageError(`--depth ${text} is no number of certificates`)
  return Number(text)
}

/** Hosts are asked for in their ASCII form, however they are typed. */
function readName(text: string | undefined): PeerName | null {
  if (text === undefined) return null
  const name = parsePeerName(text)
  if (name.kind !== 'dns' || /^[\x20-\x7e]*$/.test(name.value)) return name
  const ascii = domainToASCII(name.value)
  if (ascii === '') throw new UsageError(`--name ${text} is no host name`)
  return { kind: 'dns', value: ascii }
}
