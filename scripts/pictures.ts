// `npm run pictures`: the pictures in `docs/pictures`, taken of the running demo in its main states, and the page that shows them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { launchChromium } from '#tests/support/chromium.ts'
import { freePort } from '#tests/support/free-port.ts'
import { sightsOf, states } from './pictures/sights.ts'

const root = join(import.meta.dirname, '..')
const pictures = join(root, 'docs', 'pictures')
const MB = 1_000_000

/** Large enough to be watched on their way, and sparse, so that they take no room. */
const files = [
  { name: 'Mountain hike 2026.mp4', bytes: 48 * MB },
  { name: 'Route with notes.pdf', bytes: 4 * MB },
  { name: 'Pictures.zip', bytes: 20 * MB },
]

const looks = [1440, 390].flatMap((width) => (['light', 'dark'] as const).map((theme) => ({ width, theme })))

const data = await mkdtemp(join(tmpdir(), 'easymirror-pictures-'))
const paths = files.map(({ name }) => join(data, name))
for (const [at, path] of paths.entries()) {
  await writeFile(path, '')
  await truncate(path, files[at]?.bytes)
}
const port = await freePort()
const product = spawn(process.execPath, [join(root, 'scripts', 'demo.ts')], {
  env: { ...process.env, PORT: String(port), EASYMIRROR_DATA_DIR: data },
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  await ready()
  await mkdir(pictures, { recursive: true })
  for (const look of looks) await takePictures(look)
  await writeFile(join(root, 'docs', 'pictures.md'), page())
} finally {
  product.kill('SIGTERM')
  if (product.exitCode === null) await once(product, 'close')
  await rm(data, { recursive: true, force: true })
}

/** @throws {Error} when the demo ends before it answers */
async function ready(): Promise<void> {
  for await (const line of createInterface({ input: product.stdout })) if (line.includes('ready at')) return
  throw new Error('The demo did not start.')
}

/** One walk through all states, by somebody new, in a browser of its own. */
async function takePictures({ width, theme }: (typeof looks)[number]): Promise<void> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({
      baseURL: `http://127.0.0.1:${port}`,
      viewport: { width, height: width < 600 ? 844 : 900 },
      colorScheme: theme,
    })
    page.setDefaultTimeout(240_000)
    for await (const state of sightsOf(page, paths)) {
      await page.screenshot({ path: join(pictures, fileOf(state, width, theme)) })
      console.log(`${state}, ${width} px, ${theme}`)
    }
  } finally {
    await browser.close()
  }
}

function fileOf(state: string, width: number, theme: string): string {
  return `${state}-${width}-${theme}.png`
}

function page(): string {
  const parts = Object.entries(states).map(([state, words]) => {
    const images = looks.map(
      ({ width, theme }) => `![${words}, ${width} px, ${theme}](pictures/${fileOf(state, width, theme)})`,
    )
    return `## ${words}\n\n${images.join('\n')}\n`
  })
  return `# How it looks\n\nTaken by \`npm run pictures\` of the demo, each state in two widths and two themes.\n\n${parts.join('\n')}`
}
