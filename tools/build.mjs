// Builds dist: the engine as modules with types (tsc), the command line as one script with its compiled code (esbuild, V8).
//
// The command line is one script because a start-up that opens a hundred small files is one that people notice; ARCHITECTURE.md
// tells the rest.

import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'

const top = resolve(import.meta.dirname, '..')
process.chdir(top)
rmSync('dist', { recursive: true, force: true })
execFileSync(
  process.execPath,
  ['node_modules/typescript7/bin/tsc', '-b', 'src/engine', 'src/cli'],
  { stdio: 'inherit' },
)

/**
 * Evaluates these packages when something of them is first used, not when the program starts: their tables and curves take
 * longer than a small trace. What imports them must not touch them before it needs them.
 */
const lateEvaluation = {
  name: 'late evaluation',
  setup({ onResolve, onLoad, resolve: find }) {
    const filter = /^(@noble\/(curves\/.*|ciphers\/(aes|chacha)\.js)|fflate|fzstd)$/
    onResolve({ filter }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'real' || from.importer.includes('node_modules')) return
      const real = await find(path, { ...from, pluginData: 'real' })
      return { path, namespace: 'late', pluginData: real.path }
    })
    onLoad({ filter, namespace: 'late' }, async ({ pluginData: path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== 'default')
      const getters = names.map((name) => `get ${name}() { return load().${name} }`)
      return {
        contents: `
          let evaluated
          const load = () => (evaluated ??= require(${JSON.stringify(path)}))
          module.exports = { ${getters.join(', ')} }`,
        resolveDir: top,
      }
    })
  },
}

const common = {
  outdir: 'dist/cli',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  define: { 'import.meta.dirname': 'folder' },
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
}
await build({
  ...common,
  entryPoints: { program: 'src/cli/main.ts' },
  // A script of its own knows no import(); all that is imported in that way is in it, or is Node's.
  supported: { 'dynamic-import': false },
  banner: { js: '(function (require, folder) {' },
  footer: { js: '})' },
  plugins: [lateEvaluation],
})
await build({
  ...common,
  entryPoints: { main: 'src/cli/start.ts' },
  define: { 'import.meta.dirname': '__dirname' },
})
// The loader of such modules is ready when Node is; the other one is not.
writeFileSync('dist/cli/package.json', '{ "type": "commonjs" }\n')
chmodSync('dist/cli/main.js', 0o755)
execFileSync(
  process.execPath,
  ['tools/code-cache.mjs', resolve('dist/cli/main.js'), `dist/cli/program.${process.arch}.cache`],
  { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
)
