// Part of `npm run lint`: how long the files are, and that none is too long to be read in one go.
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

const root = join(import.meta.dirname, '..')
const LIMIT = 400
const code = /\.(ts|tsx|js|mjs|css)$/
/** Made by programs, brought by npm, or not in the repository. */
const exempt = /(^|\/)(node_modules|\.[^/]+|db\/migrations|next-env\.d\.ts)(\/|$)/

type Measured = { path: string; lines: number }

async function measure(): Promise<Measured[]> {
  const top = await readdir(root, { withFileTypes: true })
  const measured: Measured[] = []
  for (const entry of top) {
    if (exempt.test(entry.name)) continue
    const names = entry.isDirectory() ? await readdir(join(root, entry.name), { recursive: true }) : ['']
    const paths = names.map((name) => join(entry.name, name).split(sep).join('/').replace(/\/$/, ''))
    for (const path of paths.filter((candidate) => code.test(candidate) && !exempt.test(candidate)))
      measured.push({ path, lines: (await readFile(join(root, path), 'utf8')).split('\n').length - 1 })
  }
  return measured.sort((one, other) => one.lines - other.lines)
}

const at = (sorted: Measured[], share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.lines ?? 0

function report(name: string, sorted: Measured[]): void {
  const longest = sorted.at(-1)
  if (!longest) return
  console.log(
    `${name}: ${sorted.length} files, lines: median ${at(sorted, 0.5)}, p90 ${at(sorted, 0.9)}, longest ${longest.lines} (${relative('.', longest.path)})`,
  )
}

const all = await measure()
const isTest = ({ path }: Measured) => path.startsWith('tests/')
report(
  'source',
  all.filter((file) => !isTest(file)),
)
report('tests', all.filter(isTest))
for (const { path, lines } of all.filter((file) => file.lines > LIMIT)) {
  console.error(`${path} has ${lines} lines, and ${LIMIT} is the most: split it.`)
  process.exitCode = 1
}
