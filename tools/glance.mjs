// Compiles the glance (src/glance, AssemblyScript) to WebAssembly, and writes it where the engine finds it.
//
//   npm run glance          writes src/glance/numbers.ts and src/engine/session/glance-code.ts
//   npm run glance:check    fails where they are not what the sources make
//
// The numbers of protocols come from the same tables as everywhere.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { main } from 'assemblyscript/asc'
import { cipherSuites as suites } from '../src/engine/registry/tables/cipher-suites.ts'
import { contentTypes } from '../src/engine/registry/tables/content-types.ts'
import { extensions } from '../src/engine/registry/tables/extensions.ts'
import { handshakeTypes } from '../src/engine/registry/tables/handshake-types.ts'
import { versions } from '../src/engine/registry/tables/versions.ts'
import { tunnelPorts } from '../src/engine/net/udp-tunnels.ts'
import { firstMost } from '../src/engine/session/tcp-session.ts'
import { recordsMost } from '../src/engine/session/sealed-watch.ts'
import { mostExpansion, mostPlaintext } from '../src/engine/tls/record.ts'

const top = resolve(import.meta.dirname, '..')
const numbersFile = 'src/glance/numbers.ts'
const codeFile = 'src/engine/session/glance-code.ts'
const made = `// Made by tools/glance.mjs. Don't edit: run \`npm run glance\`.`

const isCheck = process.argv.includes('--check')
place(numbersFile, numbers())
place(codeFile, await code())

function numbers() {
  const { handshake, alert, change_cipher_spec, application_data } = contentTypes
  const constants = {
    changeCipherSpec: change_cipher_spec,
    alert,
    handshake,
    applicationData: application_data,
    clientHello: handshakeTypes.client_hello,
    serverHello: handshakeTypes.server_hello,
    supportedVersions: extensions.supported_versions,
    tls13: versions['TLS 1.3'],
    shortTagSuite: suites.TLS_AES_128_CCM_8_SHA256,
    longHashSuite: suites.TLS_AES_256_GCM_SHA384,
    recordMost: mostPlaintext + mostExpansion,
    recordsMost,
    firstMost,
  }
  const lines = Object.entries(constants).map(
    ([name, value]) => `export const ${name}: i32 = ${value}`,
  )
  const nulls = Object.entries(suites).filter(([name]) => name.includes('_WITH_NULL_'))
  return `${made}

${lines.join('\n')}

/** Suites that protect by a MAC alone, two bytes each. */
export const nullSuiteCount: i32 = ${nulls.length}
export const nullSuites: usize = memory.data<u16>([
${nulls.map(([, suite]) => `  ${suite},`).join('\n')}
])

/** Ports whose datagrams may hold packets of other flows, two bytes each. */
export const tunnelPortCount: i32 = ${tunnelPorts.length}
export const tunnelPorts: usize = memory.data<u16>([
${tunnelPorts.map((port) => `  ${port},`).join('\n')}
])
`
}

async function code() {
  let binary = null
  const { error, stderr } = await main(
    ['src/glance/index.ts', '-O3', '--runtime', 'stub', '--noAssert', '--outFile', 'glance.wasm'],
    {
      readFile: (name, base) => {
        const path = resolve(top, base, name)
        return existsSync(path) ? readFileSync(path, 'utf8') : null
      },
      writeFile: (name, contents) => {
        if (name === 'glance.wasm') binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error || !binary) throw new Error(`the glance does not compile:\n${stderr.toString()}`)
  const text = Buffer.from(binary).toString('base64')
  const lines = text.match(/.{1,100}/g) ?? []
  return `${made}

/** The glance as WebAssembly, in base64. */
export const glanceCode: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('')
`
}

function place(file, text) {
  const path = resolve(top, file)
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (before === text) return
  if (isCheck) {
    console.error(`${file} is not what the sources make: run npm run glance`)
    process.exit(1)
  }
  writeFileSync(path, text)
  console.log(`wrote ${file}`)
}
