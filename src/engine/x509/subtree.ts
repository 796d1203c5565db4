// Whether a name lies in a subtree of a name constraint. RFC 5280 §4.2.1.10.

import type { GeneralName } from './general-name.ts'
import { isNameWithin } from './name.ts'
import { isSameMailbox } from './peer-name.ts'

/** Null where the form of name has no rule, so that a verifier cannot tell. */
export function isWithin(name: GeneralName, base: GeneralName): boolean | null {
  if (name.kind === 'dns' && base.kind === 'dns') return isHostWithin(name.value, base.value)
  if (name.kind === 'email' && base.kind === 'email') return isMailWithin(name.value, base.value)
  if (name.kind === 'uri' && base.kind === 'uri') return isUriWithin(name.value, base.value)
  if (name.kind === 'ip' && base.kind === 'ip') return isAddressWithin(name.bytes, base.bytes)
  if (name.kind === 'directory' && base.kind === 'directory')
    return isNameWithin(name.name, base.name)
  return null
}

/**
 * Whether a wildcard name stands for some host of the subtree although it does not lie in it: `*.example.com` and
 * `bar.example.com`. Such a certificate would serve the host that is excluded.
 */
export function mayTouch(name: GeneralName, base: GeneralName): boolean {
  if (name.kind !== 'dns' || base.kind !== 'dns' || !name.value.startsWith('*.')) return false
  const subtree = base.value.toLowerCase()
  const dot = subtree.indexOf('.')
  return dot > 0 && subtree.slice(dot) === name.value.toLowerCase().slice(1)
}

/** Why the base of a constraint is none that a verifier can apply; null where it is sound. */
export function faultOfBase(base: GeneralName): string | null {
  switch (base.kind) {
    case 'dns':
      if (base.value.startsWith('.')) return 'begins with a dot, which host constraints do not'
      return base.value === '' || isHostText(base.value) ? null : 'is no host name'
    case 'email': {
      const parts = base.value.split('@')
      if (parts.length > 2 || parts[0] === '' || parts.at(-1) === '')
        return 'is no mailbox, host or domain'
      return isHostText((parts.at(-1) ?? '').replace(/^\./, ''))
        ? null
        : 'is no mailbox, host or domain'
    }
    case 'uri':
      return isHostText(base.value.replace(/^\./, '')) ? null : 'is no host or domain'
    case 'ip':
      return faultOfMask(base.bytes)
    default:
      return null
  }
}

/** Letters, digits, hyphens and underscores in labels of 1 to 63 characters, 253 at most; no dot at the end. */
export function isHostText(text: string): boolean {
  return (
    text.length <= 253 &&
    /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(text)
  )
}

function isHostWithin(host: string, base: string): boolean {
  const [name, subtree] = [host.toLowerCase(), base.toLowerCase()]
  if (subtree === '') return true
  return name === subtree || name.endsWith(subtree.startsWith('.') ? subtree : `.${subtree}`)
}

function isMailWithin(mailbox: string, base: string): boolean {
  if (base.includes('@')) return isSameMailbox(mailbox, base)
  const host = mailbox.slice(mailbox.lastIndexOf('@') + 1).toLowerCase()
  return base.startsWith('.') ? host.endsWith(base.toLowerCase()) : host === base.toLowerCase()
}

function isUriWithin(uri: string, base: string): boolean {
  const [, host = ''] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]*)/i.exec(uri) ?? []
  const [name, subtree] = [host.toLowerCase(), base.toLowerCase()]
  return subtree.startsWith('.') ? name.endsWith(subtree) : name === subtree
}

function isAddressWithin(address: Uint8Array, base: Uint8Array): boolean {
  if (base.length !== 2 * address.length) return false
  return address.every((byte, i) => {
    const mask = base[address.length + i] ?? 0
    return (byte & mask) === ((base[i] ?? 0) & mask)
  })
}

function faultOfMask(bytes: Uint8Array): string | null {
  if (bytes.length !== 8 && bytes.length !== 32) return 'is no address with a mask'
  const bits = Array.from(bytes.subarray(bytes.length / 2), (byte) =>
    byte.toString(2).padStart(8, '0'),
  )
  return /^1*0*$/.test(bits.join('')) ? null : 'has a mask with holes'
}
