// `npm run pictures`: the pictures of the README, taken of the running product with simulated hosts.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchChromium } from '#tests/support/chromium.ts'

const root = join(import.meta.dirname, '..')
const pictures = join(root, 'docs', 'pictures')
const PORT = 3999
const url = `http://127.0.0.1:${PORT}`
const MB = 1_000_000

const files = [
  { name: 'Mountain hike 2026.mp4', bytes: 160 * MB },
  { name: 'Route with notes.pdf', bytes: 4 * MB },
  { name: 'Pictures.zip', bytes: 60 * MB },
]

const data = await mkdtemp(join(tmpdir(), 'easymirror-pictures-'))
const paths = files.map(({ name }) => join(data, name))
for (const [at, path] of paths.entries()) {
  await writeFile(path, '')
  await truncate(path, files[at]?.bytes)
}
await mkdir(pictures, { recursive: true })
const product = spawn(process.execPath, [join(root, 'scripts', 'demo.ts')], {
  env: { ...process.env, PORT: String(PORT), EASYMIRROR_DATA_DIR: data },
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  for await (const line of product.stdout.setEncoding('utf8')) if (String(line).includes('ready at')) break
  for (const colorScheme of ['light', 'dark'] as const) await takePicture(colorScheme)
} finally {
  product.kill('SIGTERM')
  await once(product, 'close')
  await rm(data, { recursive: true, force: true })
}

/** In the middle of the work, since that is when there is most to see. */
async function takePicture(colorScheme: 'light' | 'dark'): Promise<void> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 860 }, deviceScaleFactor: 2, colorScheme })
    await page.goto(url, { waitUntil: 'networkidle' })
    await page.getByLabel('Files to upload').setInputFiles(paths)
    await page.getByText('3 files uploaded').waitFor()
    await page.getByRole('button', { name: /^Mirror to/ }).click()
    await page.getByText('Live', { exact: true }).first().waitFor({ timeout: 120_000 })
    await page.screenshot({ path: join(pictures, `mirroring-${colorScheme}.png`) })
  } finally {
    await browser.close()
  }
}
