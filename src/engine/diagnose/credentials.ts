// The certificates of both sides, parsed and judged when a rule first asks.

import { extensions } from '../registry/tables/extensions.ts'
import type { Message } from '../session/conversation.ts'
import * as view from '../session/handshake-view.ts'
import type { Certificate as TlsCertificate } from '../tls/handshake.ts'
import { certificateStatus, hasExtension } from '../tls/hello.ts'
import type { Side, Span } from '../wire/span.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateFault, FaultKind as ChainFaultKind } from '../x509/fault.ts'
import type { ChainJudgement } from '../x509/judge.ts'
import { knownCertificate } from '../x509/known-certificates.ts'
import { knownJudgement } from '../x509/known-judgements.ts'
import { knownName } from '../x509/known-names.ts'
import { isSameName, type Name } from '../x509/name.ts'
import { parsePeerName } from '../x509/peer-name.ts'
import { factOf } from './evidence.ts'
import type { Evidence } from './finding.ts'
import { isOpenSslShaped } from './hello-shape.ts'
import { locate } from './locate.ts'
import { findMisfits } from './offered-schemes.ts'
import { checkProof } from './signatures.ts'
import type { Story } from './story.ts'

/** What can be wrong with a certificate, without saying whose it is. */
export type FaultKind = ChainFaultKind | 'key-mismatch'

export type Facts = Readonly<Record<string, string | number>>

export interface Fault {
  readonly kind: FaultKind
  /** Place in the chain; 0 is the sender's own certificate. */
  readonly index: number
  /**
   * 0 to 1: how surely a peer that checks certificates objects. Near 1 for an expired certificate; less for
   * what depends on the peer's own store or policy, such as a private root.
   */
  readonly strength: number
  /** Only some verifiers object. */
  readonly strict: boolean
  /** One sentence, past tense, without its full stop. */
  readonly text: string
  /** Names and values for the texts: made for the fault that is told. */
  readonly facts: () => Facts
  readonly span: Span | null
  readonly bytes: Uint8Array | null
  readonly reference: string | null
}

/** How surely verifiers object to each kind, where nothing else is known. */
const strengths: Readonly<Record<FaultKind, number>> = {
  malformed: 0.98,
  expired: 0.97,
  'bad-signature': 0.965,
  'not-yet-valid': 0.96,
  'key-mismatch': 0.97,
  'intermediate-expired': 0.94,
  'constraint-violated': 0.93,
  'wrong-usage': 0.92,
  'name-mismatch': 0.91,
  'self-signed': 0.9,
  revoked: 0.9,
  unsupported: 0.88,
  weak: 0.87,
  intercepted: 0.86,
  status: 0.84,
  'chain-incomplete': 0.78,
  'unknown-issuer': 0.75,
}
/** What only the strict object to. */
const strictShare = 0.75
/** A chain that ends below a root which was not sent is how private CAs are used: nothing in itself. */
const unsentRoot = 0.5
/** 2017-01-01: browsers and Windows stop taking SHA-1; keys below 2048 bits had gone three years before. */
const weakSince = 1_483_228_800
/** The issuer of a certificate that was sent alone calls itself an intermediate. */
const byName = 0.74
/** Seen in another conversation: the server may have sent another one here. */
const borrowedShare = 0.75
/** A signature in the chain of a kind that was not offered: TLS lets the sender do so where it has no other chain. */
const notOffered = 0.5
/** The longest life of a public certificate, in seconds: CA/B Forum Baseline Requirements, 398 days. */
const datedAheadMost = 398 * 86_400
const wrongClock = 0.75
/** The server asked for this issuer by name. */
const askedIssuer = 0.3

export class Credentials {
  readonly #story: Story
  readonly #faults: Partial<Record<Side, readonly Fault[]>> = {}
  readonly #judgements: Partial<Record<Side, ChainJudgement | null>> = {}
  readonly #descriptions: Partial<Record<Side, readonly Evidence[]>> = {}
  #authorities: readonly Name[] | null = null
  #borrowed: { readonly from: TlsCertificate; readonly faults: readonly Fault[] } | null = null

  constructor(story: Story) {
    this.#story = story
  }

  /** False where the side sent none, or nobody can read it. */
  isVisible(side: Side): boolean {
    return view.certificates(this.#story.c, side).length > 0
  }

  /** The chain as sent, judged by the capture's clock; null where it cannot be seen. */
  judgement(side: Side): ChainJudgement | null {
    const known = this.#judgements[side]
    if (known !== undefined) return known
    const judged = this.#judge(side)
    this.#judgements[side] = judged
    return judged
  }

  /** What is wrong with the side's chain, strongest first. */
  faults(side: Side): readonly Fault[] {
    const known = this.#faults[side]
    if (known !== undefined) return known
    const found = [
      ...this.#chainFaults(side),
      ...this.#proofFaults(side),
      ...this.#offerFaults(side),
      ...(side === 'server' ? this.#stapleFaults() : []),
    ].sort((a, b) => b.strength - a.strength)
    this.#faults[side] = found
    return found
  }

  /** Whose the certificate is, and whether its issuer is one that the server had asked for. */
  describe(side: Side): readonly Evidence[] {
    return (this.#descriptions[side] ??= this.#describe(side))
  }

  #describe(side: Side): Evidence[] {
    const leaf = this.judgement(side)?.certificates[0]
    const message = view.certificateMessage(this.#story.c, side)?.message
    if (!leaf || !message) return []
    const { subject, issuer } = leaf
    const { notBefore, notAfter } = unchangingFacts(leaf)
    const dates =
      notBefore === undefined || notAfter === undefined
        ? ''
        : `, valid from ${notBefore} to ${notAfter}`
    const text = `The ${side}'s certificate is ${subject?.text ?? 'unnamed'}, issued by ${issuer?.text ?? 'nobody'}${dates}`
    const evidence = [factOf(text, message)]
    const request = view.certificateRequest(this.#story.c)
    if (side === 'client' && request && this.authorities.length > 0 && issuer !== null) {
      const asked = this.authorities.some((each) => isSameName(each, issuer))
      evidence.push(
        factOf(
          asked
            ? 'Its issuer is among the authorities that the server named'
            : 'Its issuer is not among the authorities that the server named',
          request.message,
          'RFC 5246 section 7.4.4',
        ),
      )
    }
    return evidence
  }

  /** The names that the server asks for in CertificateRequest; empty where it takes any, or did not ask. */
  get authorities(): readonly Name[] {
    this.#authorities ??= (
      view.certificateRequest(this.#story.c)?.body.authorities.items ?? []
    ).flatMap((der) => knownName(der) ?? [])
    return this.#authorities
  }

  /** What would be wrong with a chain of the server's that another conversation shows, at the time of this one. */
  borrowedFaults({ body }: view.Told<TlsCertificate>): readonly Fault[] {
    if (this.#borrowed?.from !== body)
      this.#borrowed = { from: body, faults: this.#findBorrowed(body) }
    return this.#borrowed.faults
  }

  #findBorrowed(body: TlsCertificate): Fault[] {
    const { end, c } = this.#story
    const at = (end?.ending?.time ?? c.lastTime).seconds
    const judgement = this.#judgeChain('server', body, at, undefined)
    return judgement.faults.map((fault) => ({
      kind: kindOf(fault, judgement),
      index: fault.certificate,
      strength: strengths[fault.kind] * this.#share('server', fault, judgement) * borrowedShare,
      strict: fault.strict,
      text: fault.text.replace(/\.$/, ''),
      facts: () => factsOf(judgement.certificates[fault.certificate], at, fault.text),
      span: null,
      bytes: null,
      reference: fault.reference,
    }))
  }

  #judge(side: Side): ChainJudgement | null {
    const told = view.certificateMessage(this.#story.c, side)
    if (!told || told.body.entries.items.length === 0) return null
    const staple = side === 'server' ? this.#staple() : undefined
    return this.#judgeChain(side, told.body, told.message.time.seconds, staple)
  }

  #judgeChain(
    side: Side,
    body: TlsCertificate,
    at: number,
    staple: Uint8Array | null | undefined,
  ): ChainJudgement {
    const { serverName } = this.#story
    const { roots, anchors, crls } = this.#story.trust
    return knownJudgement({
      roots,
      anchors,
      crls,
      chain: body.entries.items.map((entry) => knownCertificate(entry.data)),
      at,
      role: side,
      name: side === 'server' && serverName !== null ? parsePeerName(serverName) : null,
      staple,
    })
  }

  /** Undefined where the client did not ask: then the server may not staple. */
  #staple(): Uint8Array | null | undefined {
    const { hello, c } = this.#story
    if (!hello || !hasExtension(hello, extensions.status_request)) return undefined
    const status = c.messages.find((m) => m.body?.kind === 'certificate_status')?.body
    if (status?.kind === 'certificate_status') return status.responses.items[0] ?? null
    const entry = view.certificateMessage(c, 'server')?.body.entries.items[0]
    if (!entry?.extensions) return null
    const stapled = certificateStatus({ kind: 'certificate', extensions: entry.extensions })
    return stapled?.response ?? null
  }

  #chainFaults(side: Side): Fault[] {
    const judgement = this.judgement(side)
    const message = view.certificateMessage(this.#story.c, side)?.message
    if (!judgement || !message) return []
    return judgement.faults.map((fault) => this.#faultOf(side, fault, judgement, message))
  }

  #faultOf(
    side: Side,
    fault: CertificateFault,
    judgement: ChainJudgement,
    message: Message,
  ): Fault {
    const certificate = judgement.certificates[fault.certificate]
    const at = message.time.seconds
    const place = this.#place(side, fault, message)
    const kind = kindOf(fault, judgement)
    return {
      kind,
      index: fault.certificate,
      strength:
        kind === 'chain-incomplete' && fault.kind !== kind
          ? byName
          : strengths[kind] * this.#share(side, { ...fault, kind }, judgement),
      strict: fault.strict,
      text: fault.text.replace(/\.$/, ''),
      facts: () => factsOf(certificate, at, fault.text),
      span: place,
      bytes:
        certificate && fault.span ? certificate.der.subarray(fault.span.from, fault.span.to) : null,
      reference: fault.reference,
    }
  }

  #place(side: Side, { certificate, span }: CertificateFault, message: Message): Span | null {
    const entry = view.certificateMessage(this.#story.c, side)?.body.entries.items[certificate]
    if (!entry) return message.spans[0] ?? null
    const from = entry.at + (span?.from ?? 0)
    return locate(message, from, entry.at + (span?.to ?? entry.data.length))
  }

  #share(side: Side, fault: CertificateFault, judgement: ChainJudgement): number {
    if (fault.strict) return strictShare
    if (fault.kind === 'weak') return this.#weakShare(side)
    if (fault.kind === 'not-yet-valid') return this.#futureShare(side, fault, judgement)
    if (fault.kind !== 'unknown-issuer' && fault.kind !== 'chain-incomplete') return 1
    if (side === 'client') return this.#clientIssuerShare(judgement)
    const last = judgement.certificates[judgement.path.at(-1) ?? 0]
    const rootSent = last !== undefined && isOwnIssuer(last)
    return fault.kind === 'unknown-issuer' && !rootSent ? unsentRoot / strengths[fault.kind] : 1
  }

  /**
   * Nobody dates a certificate ahead by more than it may live: one from so far in the future says that the clock of the
   * capture is wrong, and then its dates may have been right for whoever checked them.
   */
  #futureShare(side: Side, { certificate }: CertificateFault, judgement: ChainJudgement): number {
    const at = view.certificateMessage(this.#story.c, side)?.message.time.seconds
    const from = judgement.certificates[certificate]?.notBefore ?? null
    return at !== undefined && from !== null && from - at > datedAheadMost ? wrongClock : 1
  }

  /** Before the public CAs stopped signing with SHA-1, hardly anybody minded what is weak today. */
  #weakShare(side: Side): number {
    const message = view.certificateMessage(this.#story.c, side)?.message
    return message && message.time.seconds < weakSince ? 0.35 : 1
  }

  /** An issuer that the server named is one that it trusts; one that it did not name, it does not. */
  #clientIssuerShare({ certificates, path }: ChainJudgement): number {
    const wanted = this.authorities
    if (wanted.length === 0) return 0.9
    const asked = path.some((index) => {
      const certificate = certificates[index]
      const names = [certificate?.issuer, certificate?.subject]
      return names.some((name) => name && wanted.some((each) => isSameName(each, name)))
    })
    return asked ? askedIssuer : 1.2
  }

  /** OpenSSL's clients ask for a staple only when they are told to insist on it: curl --cert-status. */
  #stapleFaults(): Fault[] {
    const { hello, helloMessage } = this.#story
    if (!hello || !helloMessage || !this.isVisible('server') || this.#staple() !== null) return []
    if (!isOpenSslShaped(hello)) return []
    return [
      {
        kind: 'status',
        index: 0,
        strength: strengths.status * 1.05,
        strict: false,
        text: 'The client demanded a stapled OCSP response, and the server sent none',
        facts: () => ({}),
        span: helloMessage.spans[0] ?? null,
        bytes: helloMessage.bytes,
        reference: 'RFC 6066 section 8',
      },
    ]
  }

  /** What the other side did not say that it takes. Few stacks look at more of it than the key. */
  #offerFaults(side: Side): Fault[] {
    const judgement = this.judgement(side)
    const message = view.certificateMessage(this.#story.c, side)?.message
    if (!judgement || !message) return []
    return findMisfits(this.#story, side, judgement.certificates).map((misfit) => ({
      kind: 'unsupported',
      index: misfit.index,
      strength: strengths.unsupported * (misfit.ofKey ? 1 : notOffered),
      strict: !misfit.ofKey,
      text: misfit.text,
      facts: () => factsOf(judgement.certificates[misfit.index], message.time.seconds, misfit.text),
      span: message.spans[0] ?? null,
      bytes: message.bytes,
      reference: misfit.reference,
    }))
  }

  #proofFaults(side: Side): Fault[] {
    const leaf = this.judgement(side)?.certificates[0]
    if (!leaf) return []
    const proof = checkProof(this.#story, side, leaf)
    if (proof?.verdict !== 'invalid') return []
    const { message } = proof
    return [
      {
        kind: 'key-mismatch',
        index: 0,
        strength: strengths['key-mismatch'],
        strict: false,
        text: `The signature in ${message.name} does not fit the key of the ${side}'s certificate`,
        facts: () => factsOf(leaf, message.time.seconds),
        span: message.spans[0] ?? null,
        bytes: message.bytes,
        reference: 'RFC 8446 section 4.4.3',
      },
    ]
  }
}

function factsOf(certificate: Certificate | undefined, at: number, reason?: string): Facts {
  const facts: Record<string, string | number> = reason === undefined ? {} : { reason }
  if (!certificate) return facts
  const { notBefore, notAfter } = certificate
  Object.assign(facts, unchangingFacts(certificate))
  if (notBefore !== null) facts['daysUntilValid'] = Math.ceil((notBefore - at) / 86_400)
  if (notAfter !== null) facts['daysExpired'] = Math.floor((at - notAfter) / 86_400)
  return facts
}

/** A fault tells them, and one certificate has several, in every conversation. Forgotten with the certificates. */
const unchanging = new WeakMap<Certificate, Record<string, string>>()

function unchangingFacts(certificate: Certificate): Record<string, string> {
  let facts = unchanging.get(certificate)
  if (facts) return facts
  const { subject, issuer, notBefore, notAfter } = certificate
  unchanging.set(certificate, (facts = {}))
  if (subject) facts['subject'] = subject.text
  if (issuer) facts['issuer'] = issuer.text
  if (notBefore !== null) facts['notBefore'] = dayOf(notBefore)
  if (notAfter !== null) facts['notAfter'] = dayOf(notAfter)
  return facts
}

function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime())
    ? 'a day beyond the calendar'
    : date.toISOString().slice(0, 10)
}

const intermediateName = /\b(intermediate|issuing|subordinate|sub[- ]?ca)\b/i

const rootName = /\broot\b/i

/** What the missing issuer calls itself tells an absent intermediate from an absent root, which nobody has to send. */
function kindOf({ kind }: CertificateFault, { path, missing }: ChainJudgement): ChainFaultKind {
  const name = missing?.name ?? ''
  if (kind === 'chain-incomplete' && rootName.test(name)) return 'unknown-issuer'
  const alone = kind === 'unknown-issuer' && path.length === 1
  return alone && intermediateName.test(name) ? 'chain-incomplete' : kind
}

function isOwnIssuer({ subject, issuer }: Certificate): boolean {
  return subject !== null && issuer !== null && isSameName(subject, issuer)
}
