// A real Chromium from npm: nothing of the machine is needed, neither its libraries nor its fonts.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { z } from 'zod'
import { whenFileEnds } from './cleanup.ts'

const require = createRequire(import.meta.url)
const packageFolder = join(dirname(require.resolve('@sparticuz/chromium')), '..')
const packed = join(packageFolder, 'bin')

/** For root and a closed network. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
]

let running: Browser | undefined

/** Starts a browser, or gives the one that an earlier file of this process began; what the file opens in it is closed with the file. */
export async function openChromium(): Promise<Browser> {
  if (running?.isConnected() !== true) running = await launchChromium()
  const browser = running
  whenFileEnds(() => Promise.all(browser.contexts().map((context) => context.close())))
  return browser
}

/** Starts a browser, which ends with this process at the latest. */
export async function launchChromium(): Promise<Browser> {
  const folder = await unpacked()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    headless: true,
    args: flags,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  })
}

const fontsConfig = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts', 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`

/** Unpacked once per version of the package, whole or not at all, since test files run side by side. */
async function unpacked(): Promise<string> {
  const { version } = z
    .object({ version: z.string() })
    // Not through the package's exports, which leave it out.
    .parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')))
  const folder = join(tmpdir(), `easymirror-chromium-${version}`)
  if (existsSync(folder)) return folder
  const work = await mkdtemp(`${folder}-`)
  await inflateInto(work)
  await writeFile(join(work, 'fonts.conf'), fontsConfig(folder))
  await mkdir(join(work, 'fonts-cache'))
  // Who comes second has the same files, and keeps the first one's.
  await rename(work, folder).catch(() => rm(work, { recursive: true, force: true }))
  return folder
}

/** The package always unpacks into the folder for temporary files, so that is moved while it does. */
async function inflateInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
    await Promise.all(archives.map((archive) => inflate(join(packed, archive))))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
