import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guessProtocol } from './plaintext.ts'

const text = (line: string) => Uint8Array.from(line, (letter) => letter.charCodeAt(0))

const samples: [protocol: string | null, bytes: string][] = [
  ['HTTP', 'HTTP/1.1 400 Bad Request\r\n'],
  ['HTTP', 'GET / HTTP/1.1\r\nHost: a\r\n'],
  ['HTTP', '<html>\r\n<head><title>400'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/2', '\0\0\x12\x04\0\0\0\0\0\0\x03'],
  ['RTSP', 'RTSP/1.0 400 Bad Request\r\n'],
  ['SIP', 'SIP/2.0 400 Bad Request\r\n'],
  ['SSH', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
  ['VNC', 'RFB 003.008\n'],
  ['SMTP', '220 mx.test ESMTP Postfix\r\n'],
  ['SMTP', '554 mx.test no service\r\n'],
  ['FTP', '220 (vsFTPd 3.0.5)\r\n'],
  ['FTP', '220 ProFTPD Server ready\r\n'],
  ['IMAP', '* OK [CAPABILITY IMAP4rev1] ready\r\n'],
  ['POP3', '+OK Dovecot ready.\r\n'],
  ['NNTP', '200 news.test InterNetNews posting ok\r\n'],
  ['ManageSieve', '"IMPLEMENTATION" "Dovecot"\r\n'],
  ['IRC', ':irc.test NOTICE * :*** Looking up\r\n'],
  ['XMPP', "<?xml version='1.0'?><stream:stream xmlns='x'>"],
  ['Redis', '-ERR unknown command\r\n'],
  ['memcached', 'ERROR\r\n'],
  ['MySQL', 'J\0\0\0\x0a8.0.36\0'],
  ['MySQL', 'E\0\0\0\xffj\x04Host is not allowed'],
  ['PostgreSQL', 'E\0\0\0\x50SFATAL\0'],
  ['PostgreSQL', '\0\0\0\x08\x04\xd2\x16\x2f'],
  ['TDS', '\x12\x01\0\x2f\0\0\x01\0\0\0\x1a'],
  ['RDP', '\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0'],
  ['AMQP', 'AMQP\0\0\x09\x01'],
  ['MQTT', '\x10\x0c\0\x04MQTT\x04\x02'],
  ['LDAP', '\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\0\x80\0'],
  ['telnet', '\xff\xfd\x18\xff\xfd\x20'],
  ['telnet', '\r\nUbuntu 22.04\r\nhost login: '],
  ['SOCKS5', '\x05\xff'],
  ['SMB', '\0\0\0\x45\xffSMB'],
  ['PROXY protocol', 'PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n'],
  [null, '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'],
  [null, '\x15\x03\x01\0\x02\x02\x28'],
  [null, '\x80\x2e\x01\0\x02\0\x15\0\0\0\x10'],
  [null, ''],
  [null, 'x'],
]
for (const [protocol, bytes] of samples) {
  test(`${JSON.stringify(bytes)} is ${protocol ?? 'nothing that is known'}`, () => {
    assert.equal(guessProtocol(text(bytes)), protocol)
  })
}

test('a cut of any sample names it, or nothing', () => {
  const related: Record<string, readonly string[]> = {
    'HTTP/2': ['HTTP'],
    FTP: ['SMTP'],
    SMTP: ['FTP'],
    Redis: ['POP3'],
  }
  for (const [protocol, bytes] of samples) {
    if (protocol === null) continue
    for (let kept = 0; kept < bytes.length; kept++) {
      const guess = guessProtocol(text(bytes.slice(0, kept)))
      const allowed = [null, protocol, ...(related[protocol] ?? [])]
      assert.ok(allowed.includes(guess), `${bytes.slice(0, kept)}: ${guess ?? ''}`)
    }
  }
})
