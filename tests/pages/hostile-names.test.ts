// Fifty names that mean something to one interpreter or another, as files and as mirrors, on every page that shows names.
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { isOver, type TestFile, untilMirror, upload, visit, type Visitor } from '#tests/support/visitor.ts'
import { plainName } from '#components/format/plain-name.ts'
import { hostileNames } from './hostile-names.ts'
import { awake, choose, openPage, type OpenPage } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

let product: Product
let owner: Visitor
/** One mirror with a file of each name, and one mirror of each name. */
let all: string
let named: { id: string; name: string }[]

const fileOf = (name: string): TestFile => ({ name, body: Buffer.from(`the bytes of ${name}`) })

beforeAll(async () => {
  product = await openProduct()
  owner = await visit(product.url)
  all = (await upload(owner, hostileNames.map(fileOf))).id
  await owner.call.mirror.start.mutate({ id: all, hosts: ['local', 'gofile'] })
  named = []
  for (const nickname of hostileNames) {
    const files = [{ name: 'a', size: 1, path: nickname }]
    const { id } = await owner.call.mirror.create.mutate({ nickname, files })
    named.push({ id, name: nickname.trim() })
  }
  await untilMirror(owner, all, isOver)
})

/** As the owner, with every sign that a name was taken for more than that. */
async function open(path: string): Promise<OpenPage> {
  const opened = await openPage(product, '/faq')
  const [name = '', value = ''] = owner.cookie.split(/=(.*)/s)
  await opened.page.context().addCookies([{ name, value, url: product.url }])
  opened.page.on('dialog', (dialog) => opened.noise.push(`a dialog: ${dialog.message()}`))
  await opened.page.goto(path)
  return opened
}

async function expectHarmless({ page, noise }: OpenPage, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    struck: Reflect.has(window, 'struck'),
    elements: document.body.querySelectorAll('iframe, object, embed, base, style, img, plaintext, main script').length,
    handlers: [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((attribute) => attribute.startsWith('on')),
    ).length,
    schemes: [...document.querySelectorAll('a')].filter(({ protocol }) => !/^(https?|mailto):$/.test(protocol)).length,
  }))
  expect(found, where).toEqual({ struck: false, elements: 0, handlers: 0, schemes: 0 })
  expect(noise, where).toEqual([])
}

/** A page as a browser understands its HTML, in the browser. */
async function readPage(path: string) {
  const html = await (await fetch(path)).text()
  const read = new DOMParser().parseFromString(html, 'text/html')
  const own = read.querySelector('main')
  return {
    title: read.title,
    heading: own?.querySelector('h1')?.textContent,
    elements: own?.querySelectorAll('script, iframe, object, embed, base, style, img, meta, plaintext').length,
    handlers: [...read.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((attribute) => attribute.startsWith('on')),
    ).length,
  }
}

const titles = (page: Page) =>
  page.locator('main [title]').evaluateAll((elements) => elements.map((element) => element.getAttribute('title') ?? ''))

const shown = hostileNames.map(plainName)

it('are text on a share page, in its title, and with no script', { timeout: 240_000 }, async () => {
  const opened = await open(`/mirror/${all}`)
  await opened.page.getByRole('heading', { name: 'Where to get it' }).waitFor()
  expect(await titles(opened.page)).toEqual(expect.arrayContaining(shown))
  for (const summary of await opened.page.locator('summary').all()) await summary.click()
  await expectHarmless(opened, 'the files of a share page')
  for (const { id, name } of named) {
    const { title, heading, ...found } = await opened.page.evaluate(readPage, `/mirror/${id}`)
    // A document's title has its ASCII white space collapsed, and no other.
    const words = plainName(name)
      .replace(/[ \t\n\f\r]+/g, ' ')
      .trim()
    expect({ title, heading }).toEqual({ title: `${words} · EasyMirror`, heading: plainName(name) })
    expect(found, name).toEqual({ elements: 0, handlers: 0 })
  }
  await expectHarmless(opened, 'fifty share pages')
  await opened.page.context().close()
})

it('are text in the history', async () => {
  const opened = await open('/history')
  while (!(await opened.page.getByText('That is all.').isVisible())) await opened.page.mouse.wheel(0, 4_000)
  const text = await opened.page.locator('main').evaluate((main) => main.textContent)
  for (const { name } of named) expect(text).toContain(plainName(name))
  await expectHarmless(opened, 'the history')
  await opened.page.context().close()
})

it('are text on the dashboard while they are uploaded', async () => {
  const opened = await openPage(product, '/')
  await choose(
    opened.page,
    hostileNames.map((name) => ({ name, mimeType: 'text/html', buffer: Buffer.from(name) })),
  )
  await opened.page.getByText('50 files uploaded').waitFor()
  // Rows that are out of sight are not in the page.
  const list = opened.page.getByRole('group', { name: '50 files' })
  const seen = new Set(await titles(opened.page))
  const scrollOn = () =>
    list.evaluate((box) => (box.scrollTop += box.clientHeight / 2) + box.clientHeight < box.scrollHeight)
  for (let more = true; more; ) {
    more = await scrollOn()
    await awake(opened.page)
    for (const title of await titles(opened.page)) seen.add(title)
  }
  expect([...seen]).toEqual(expect.arrayContaining(shown))
  await expectHarmless(opened, 'the dashboard')
  await opened.page.context().close()
})

it('are the names of downloads, which a browser keeps and never shows', async () => {
  const { files, fileLinks } = await owner.call.mirror.get.query({ id: all })
  const local = fileLinks.filter(({ host }) => host === 'local')
  expect(local).toHaveLength(hostileNames.length)
  for (const { fileId, url } of local) {
    const name = files.find(({ id }) => id === fileId)?.name ?? ''
    const answer = await fetch(url)
    const disposition = answer.headers.get('content-disposition') ?? ''
    const [, encoded = ''] = /^attachment; filename\*=UTF-8''([!#$&+.^_`|~\w%-]+)$/.exec(disposition) ?? []
    expect(decodeURIComponent(encoded)).toBe(name)
    expect(await answer.text()).toBe(`the bytes of ${name}`)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
  }
})
