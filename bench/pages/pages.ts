// What pages cost a browser: how much script each loads, and how soon they answer on a slow processor.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ensureBuild } from '#scripts/application-build.ts'
import { awake, openPage } from '#tests/pages/open-page.ts'
import { uploadAs } from '#tests/pages/people.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { launchChromium } from '#tests/support/chromium.ts'
import { cleanUp } from '#tests/support/cleanup.ts'
import { freePort } from '#tests/support/free-port.ts'
import { scriptSizes } from '#tests/support/page-scripts.ts'
import { spawnProduct } from '#tests/support/product.ts'
import { upload, visit } from '#tests/support/visitor.ts'
import { startScratchDatabase } from '../scratch-database.ts'
import { type BenchTable, tableOf, targetTable } from '../table.ts'
import { type Interaction, measure } from './interactions.ts'

const KB = 1000
/** Within it an answer feels immediate. */
const AT_ONCE_MS = 100

/** Without a mirror there is neither a search nor a row. */
async function historyOfOne(page: Page): Promise<void> {
  await uploadAs(page, 'a.txt')
  await page.goto('/history')
  await awake(page)
}

const interactions: readonly Interaction[] = [
  {
    name: 'a host is checked',
    path: '/',
    prepare: (page) => uploadAs(page, 'a.txt'),
    act: (page) => page.getByRole('checkbox', { name: 'GoFile' }).click(),
  },
  {
    name: 'a letter in the search of the history',
    path: '/',
    prepare: historyOfOne,
    act: (page) => page.getByRole('searchbox').press('x'),
  },
  {
    name: 'a row of the history is opened, or closed',
    path: '/',
    prepare: historyOfOne,
    act: (page) => page.getByRole('button', { name: 'Files of a.txt' }).click(),
  },
  {
    name: 'the theme is changed',
    path: '/hosts',
    act: (page) => page.getByRole('button', { name: /^Theme/ }).click(),
  },
]

/** Runs the product from its build, on a database of its own. */
export async function benchPages(): Promise<BenchTable[]> {
  if (!(await ensureBuild())) throw new Error('There is no build to measure.')
  await using stack = new AsyncDisposableStack()
  stack.defer(() => cleanUp({ failed: false }))
  const url = await startProduct(stack)
  const { shareUrl } = await upload(await visit(url), [{ name: 'a.txt', body: Buffer.from('hello') }])
  const share = new URL(shareUrl).pathname
  const scripts = await Promise.all(
    ['/', share, '/history', '/account', '/hosts', '/faq'].map(async (path) => {
      const { total, framework, own } = await scriptSizes(`${url}${path}`)
      return { case: path === share ? '/mirror/<id>' : path, total, framework, own }
    }),
  )
  const part = (key: 'total' | 'framework' | 'own') =>
    tableOf(
      `Script of each page after gzip, ${key === 'total' ? 'in total' : key}`,
      'kB',
      scripts.map((row) => ({ case: row.case, value: row[key] / KB })),
    )
  return [part('total'), part('framework'), part('own'), await answerTable(url)]
}

async function startProduct(stack: AsyncDisposableStack): Promise<string> {
  const pixeldrain = stack.use(await startPixeldrain())
  const gofile = stack.use(await startGofile())
  const scratch = stack.use(await startScratchDatabase())
  const folder = await mkdtemp(join(tmpdir(), 'easymirror-bench-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const product = spawnProduct({
    env: {
      ...pixeldrain.env,
      ...gofile.env,
      DATABASE_URL: scratch.url,
      EASYMIRROR_DATA_DIR: folder,
      PORT: String(await freePort()),
    },
  })
  stack.defer(async () => void (await product.end('SIGTERM')))
  const [, url = ''] = await product.printed(/ready at (\S+)/)
  return url
}

async function answerTable(url: string): Promise<BenchTable> {
  await using browser = await launchChromium()
  const aims = []
  for (const interaction of interactions) {
    const { page } = await openPage({ url, browser }, interaction.path)
    aims.push({ case: interaction.name, value: await measure(page, interaction), target: { atMost: AT_ONCE_MS } })
    await page.context().close()
  }
  return targetTable('Time to answer on a processor four times as slow', 'ms', aims)
}
