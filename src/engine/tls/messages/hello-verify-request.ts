// HelloVerifyRequest: the DTLS server asks the client to show that it is where it says. RFC 6347 §4.2.1.

import type { Cursor } from '../../wire/cursor.ts'

export interface HelloVerifyRequest {
  readonly kind: 'hello_verify_request'
  readonly serverVersion: number
  readonly cookie: Uint8Array
}

export function readHelloVerifyRequest(c: Cursor): HelloVerifyRequest {
  const request = {
    kind: 'hello_verify_request' as const,
    serverVersion: c.u16('server_version'),
    cookie: c.vec8('cookie'),
  }
  c.finish('HelloVerifyRequest')
  return request
}
