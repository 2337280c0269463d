// Choosing where files go: what is told of each host, choices with one press, what is remembered, what a host cannot take.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { seriousFindings } from './axe.ts'
import { looks } from './looks.ts'
import { choose, mirrorButton, openPage, picture, sample } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { stickingOut } from './people.ts'

let product: Product

/** A host of the operator's own that takes little; nothing is sent to it here. */
const tiny = {
  id: 'tiny',
  kind: 'pomf',
  name: 'Tiny',
  url: 'http://127.0.0.1:9',
  retention: '3 hours',
  maxFileSize: 1000,
}

beforeAll(async () => {
  const file = join(await temporaryFolder(), 'hosts.json')
  await writeFile(file, JSON.stringify([tiny]))
  product = await openProduct({ env: { EXTRA_HOSTS: 'catbox,litterbox', HOSTS_FILE: file } })
})

const files = [sample('notes.pdf', 500), sample('setup.exe', 900), sample('talk.mp4', 2000)]

const box = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })
const facts = async (page: Page, name: string): Promise<string> => {
  const id = await box(page, name).getAttribute('aria-describedby')
  return (await page.locator(`[id="${id ?? ''}"]`).textContent()) ?? ''
}
const chosen = (page: Page): Promise<string[]> =>
  page
    .getByRole('checkbox', { checked: true })
    .evaluateAll((boxes) =>
      boxes.map((element) => document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent ?? ''),
    )
const preset = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const all = ['PixelDrain', 'GoFile', 'Bunkr', 'Catbox', 'Litterbox', 'Tiny', 'This server']
const longest = ['PixelDrain', 'Catbox', 'This server']

it('tells what decides: size, time, account, how it does now', async () => {
  const { page } = await openPage(product, '/')
  await choose(page, [sample('a.txt', 10)])
  await box(page, 'PixelDrain').waitFor()
  expect(await facts(page, 'PixelDrain')).toMatch(/60 days after the last download.*With this site’s account.*Ready/)
  expect(await facts(page, 'Litterbox')).toMatch(/^Up to 1(\.\d)? GB a file.*72 hours.*No account needed/)
  await page.context().close()
})

it('chooses with one press, and remembers what was chosen last', async () => {
  const { page, noise } = await openPage(product, '/')
  await choose(page, [sample('a.txt', 10)])
  await box(page, 'GoFile').waitFor()
  expect(await chosen(page)).toEqual(all)
  expect(await preset(page, 'All').getAttribute('aria-pressed')).toBe('true')

  await preset(page, 'No account').click()
  expect(await chosen(page)).toEqual(['GoFile', 'Catbox', 'Litterbox', 'Tiny', 'This server'])
  await preset(page, 'Keep longest').click()
  expect(await chosen(page)).toEqual(longest)
  expect(await preset(page, 'Keep longest').getAttribute('aria-pressed')).toBe('true')
  await box(page, 'Catbox').click()
  expect(await preset(page, 'Keep longest').getAttribute('aria-pressed')).toBe('false')
  expect(await mirrorButton(page).textContent()).toBe('Mirror to 2 hosts')

  await page.goto('/')
  await choose(page, [sample('b.txt', 10)])
  await box(page, 'GoFile').waitFor()
  expect(await chosen(page)).toEqual(['PixelDrain', 'This server'])
  expect(noise).toEqual([])
  await page.context().close()
})

it('shows a host that came after the last choice as new, and sends nothing there unasked', async () => {
  const { page } = await openPage(product, '/')
  await page.evaluate(() =>
    window.localStorage.setItem(
      'easymirror.hosts',
      JSON.stringify({ chosen: ['gofile', 'bunkr'], known: ['gofile', 'bunkr'] }),
    ),
  )
  await page.goto('/')
  await choose(page, [sample('a.txt', 10)])
  await box(page, 'GoFile').waitFor()
  expect(await chosen(page)).toEqual(['GoFile', 'Bunkr'])
  expect(await page.getByText('New', { exact: true }).count()).toBe(all.length - 2)
  await page.context().close()
})

it('takes what is no choice for none', async () => {
  const { page, noise } = await openPage(product, '/')
  await page.evaluate(() => window.localStorage.setItem('easymirror.hosts', '{"chosen":"all"'))
  await page.goto('/')
  await choose(page, [sample('a.txt', 10)])
  await box(page, 'GoFile').waitFor()
  expect(await chosen(page)).toEqual(all)
  expect(noise).toEqual([])
  await page.context().close()
})

it('does not offer a host that can take none of the files, and says why', async () => {
  const { page } = await openPage(product, '/')
  await choose(page, [sample('huge.exe', 2000)])
  await page.getByText('Too large for it: huge.exe').waitFor()
  await page.getByText('Catbox does not take this type of file. Left out there: huge.exe').waitFor()
  for (const name of ['Tiny', 'Catbox']) expect(await box(page, name).getAttribute('aria-disabled')).toBe('true')
  expect(await mirrorButton(page).textContent()).toBe('Mirror to 5 hosts')
  await page.context().close()
})

describe.each(looks)('at $width px, $colorScheme', ({ width, colorScheme, name }) => {
  it('says which files a host leaves out, and is in order', async () => {
    const viewport = { width, height: width < 600 ? 844 : 900 }
    const { page, noise } = await openPage(product, '/', {
      viewport,
      colorScheme,
      isMobile: width < 600,
      hasTouch: width < 600,
    })
    await choose(page, [...files, ...Array.from({ length: 12 }, (_, index) => sample(`chapter-${index}.mp4`, 3000))])
    await page.getByText('Too large, left out there: talk.mp4, chapter-0.mp4, chapter-1.mp4 and 10 more').waitFor()
    await page.getByText('Catbox does not take this type of file. Left out there: setup.exe').waitFor()
    expect(await box(page, 'Tiny').isChecked()).toBe(true)
    await page.getByText('15 files uploaded').waitFor()
    if (width < 600) await page.getByRole('heading', { name: 'Mirror to' }).scrollIntoViewIfNeeded()
    await picture(page, `${name}-choose-hosts`)
    expect(await seriousFindings(page)).toEqual([])
    expect(await stickingOut(page)).toBeLessThanOrEqual(0)
    expect(noise).toEqual([])
    await page.context().close()
  })
})
