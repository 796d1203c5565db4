// The keys that a user gives: key logs, private keys of servers, a pre-shared key.

import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseKeyLog, type KeyLog } from '../engine/capture/keylog.ts'
import type { KeyRing } from '../engine/session/keyring.ts'
import type { RsaPrivateKey } from '../engine/crypto/rsa.ts'
import { UsageError } from '../engine/wire/usage-error.ts'
import { isPkcs12, openPkcs12 } from './pkcs12.ts'

export interface KeyFiles {
  readonly keylog: readonly string[]
  readonly key: readonly string[]
  /** Hex, with or without colons. */
  readonly psk: string | undefined
  /** Opens private keys that are encrypted. */
  readonly password: string | undefined
}

/** Loads everything at once. Throws `UsageError` for a file that is missing or is not what it should be. */
export async function loadKeys(files: KeyFiles): Promise<KeyRing> {
  // The cryptography is loaded only when there is something to open with it.
  const { KeyRing } = await import('../engine/session/keyring.ts')
  return new KeyRing({
    keyLogs: files.keylog.map(loadKeyLog),
    rsaKeys: files.key.map((path) => loadPrivateKey(path, files.password)),
    psk: files.psk === undefined ? null : readHex(files.psk),
  })
}

function loadKeyLog(path: string): KeyLog {
  const log = parseKeyLog(read(path).toString('utf8'))
  const [problem] = log.problems
  if (log.count === 0)
    throw new UsageError(
      `${path} is no key log: ${problem === undefined ? 'there is no secret in it' : `line ${problem.line}: ${problem.message}`}`,
    )
  return log
}

function loadPrivateKey(path: string, password: string | undefined): RsaPrivateKey {
  const bytes = read(path)
  if (isKeyLogText(bytes)) throw new UsageError(`${path} is a key log: give it with --keylog`)
  return rsaKeyOf(openPrivateKey(path, bytes, password), path)
}

function openPrivateKey(path: string, bytes: Buffer, password: string | undefined): KeyObject {
  if (bytes.includes('-----BEGIN')) {
    if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(bytes.toString('latin1')))
      throw new UsageError(`${path} holds no private key`)
    return tryKey(path, password, { key: bytes, format: 'pem' })
  }
  if (isPkcs12(bytes)) {
    const pkcs8 = openPkcs12(bytes, password ?? '', path)
    return tryKey(path, undefined, { key: pkcs8, format: 'der', type: 'pkcs8' })
  }
  for (const type of ['pkcs8', 'pkcs1'] as const) {
    try {
      return createPrivateKey({ key: bytes, format: 'der', type, ...withPassword(password) })
    } catch {
      // The other form may fit; that neither did is told below.
    }
  }
  throw new UsageError(`${path} is no private key in PEM, DER or PKCS#12, or its password is wrong`)
}

function tryKey(
  path: string,
  password: string | undefined,
  input: { key: Buffer; format: 'pem' | 'der'; type?: 'pkcs8' },
): KeyObject {
  try {
    return createPrivateKey({ ...input, ...withPassword(password) })
  } catch (error) {
    const encrypted = input.key.includes('ENCRYPTED')
    if (encrypted && password === undefined)
      throw new UsageError(`${path} is encrypted: give its password with --password`)
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(
      encrypted
        ? `${path} does not open with this password (${reason})`
        : `${path} holds no private key that can be read (${reason})`,
    )
  }
}

function withPassword(password: string | undefined): { passphrase?: string } {
  return password === undefined ? {} : { passphrase: password }
}

function rsaKeyOf(key: KeyObject, path: string): RsaPrivateKey {
  if (key.asymmetricKeyType !== 'rsa')
    throw new UsageError(
      `${path} is a key of type ${key.asymmetricKeyType ?? 'unknown'}: only RSA keys exchange keys, so only a key log can help`,
    )
  const { n, e, d, p, q } = key.export({ format: 'jwk' })
  const integer = (text: string | undefined): bigint =>
    BigInt(`0x${Buffer.from(text ?? '', 'base64url').toString('hex')}`)
  return {
    modulus: integer(n),
    publicExponent: integer(e),
    privateExponent: integer(d),
    primes: [integer(p), integer(q)],
  }
}

function readHex(text: string): Uint8Array {
  const digits = text.replace(/^0x/i, '').replaceAll(/[\s:]/g, '')
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits))
    throw new UsageError('--psk wants the key in hexadecimal, two digits a byte')
  return new Uint8Array(Buffer.from(digits, 'hex'))
}

function isKeyLogText(bytes: Buffer): boolean {
  return /^[A-Z_0-9]+ [0-9a-f]{16,} [0-9a-f]{32,}/im.test(
    bytes.subarray(0, 4096).toString('latin1'),
  )
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reasons: Record<string, string> = {
      ENOENT: 'no such file',
      EACCES: 'permission denied',
      EISDIR: 'it is a folder',
    }
    throw new UsageError(`cannot read ${path}: ${reasons[code] ?? String(error)}`)
  }
}
