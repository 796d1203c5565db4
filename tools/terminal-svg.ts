// Draws docs/terminal.svg from what the command line really prints.
//
//     npm run picture

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const top = join(import.meta.dirname, '..')
const command = 'shakedown samples/bad-client-certificate.cap'
const size = { width: 8.43, height: 19, margin: 16 }

/** Colours of the SGR codes that the command line uses, on a dark ground. */
const inks: Readonly<Record<string, string>> = {
  '31': 'fill="#ff7b72"',
  '32': 'fill="#7ee787"',
  '33': 'fill="#e3b341"',
  '90': 'fill="#8b949e"',
  '1': 'font-weight="bold"',
}

const { stdout } = spawnSync(
  process.execPath,
  [join(top, 'node_modules/tsx/dist/cli.mjs'), 'src/cli/main.ts', ...command.split(' ').slice(1)],
  { cwd: top, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' } },
)
if (stdout === '') throw new Error('the command printed nothing')
writeFileSync(
  join(top, 'docs/terminal.svg'),
  draw([`$ ${command}`, ...stdout.trimEnd().split('\n')]),
)

function draw(lines: readonly string[]): string {
  const columns = 80
  const width = Math.ceil(columns * size.width + 2 * size.margin)
  const height = lines.length * size.height + 2 * size.margin
  const texts = lines.map((line, i) => {
    const y = size.margin + (i + 0.75) * size.height
    return `<text x="${size.margin}" y="${y}" xml:space="preserve">${drawLine(line)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${command}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
${texts.join('\n')}
</g>
</svg>
`
}

function drawLine(line: string): string {
  const [plain = '', ...coloured] = line.split(/\u001b\[(?=\d+m)/)
  return (
    escape(plain) +
    coloured
      .map((part) => {
        const [, code = '', text = ''] = /^(\d+)m(.*)$/s.exec(part) ?? []
        const ink = inks[code]
        return ink === undefined ? escape(text) : `<tspan ${ink}>${escape(text)}</tspan>`
      })
      .join('')
  )
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
