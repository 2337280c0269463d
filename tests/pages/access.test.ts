// What stands at the address of a mirror that not everybody may see, with a script and without.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '#scripts/run-program.ts'
import { sampleBytes, upload, visit, type Visitor } from '#tests/support/visitor.ts'
import { seriousFindings } from './axe.ts'
import { looks } from './looks.ts'
import { awake, openPage, picture } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { stickingOut } from './people.ts'

const PASSWORD = 'opens it'
const NAME = 'tell-tale name.bin'

let product: Product
let owner: Visitor

beforeAll(async () => {
  product = await openProduct()
  owner = await visit(product.url)
})

/** A mirror whose name, file and host should stand nowhere that everybody can read. */
async function share(how: { password?: string; expiresAt?: Date } = {}): Promise<string> {
  const { id } = await upload(owner, [{ name: NAME, body: sampleBytes(1000, 1) }])
  await owner.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  await owner.call.mirror.share.mutate({ id, ...how })
  return id
}

const admin = (...args: string[]) =>
  runProgram({
    file: 'env',
    args: [
      `DATABASE_URL=${product.databaseUrl}`,
      'AUTH_SECRET=of an operator who',
      'CRON_SECRET=seals nothing here',
      'node',
      'scripts/admin.ts',
      ...args,
    ],
    show: false,
  })

/** The status and the words of a page as a program gets it, with all that Next sends along. */
async function fetched(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${product.url}${path}`, { headers })
  return { status: answer.status, html: await answer.text() }
}

const give = async (page: Page, password: string) => {
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

/** Nothing that axe finds, and nothing that sticks out, in each window. */
async function expectInOrder(path: string, name: string, prepare?: (page: Page) => Promise<void>) {
  for (const { width, colorScheme, name: look } of looks) {
    const viewport = { width, height: width < 600 ? 844 : 900 }
    const { page } = await openPage(product, path, { viewport, colorScheme })
    await prepare?.(page)
    await picture(page, `${look}-access-${name}`)
    expect(await seriousFindings(page), name).toEqual([])
    expect(await stickingOut(page), name).toBeLessThanOrEqual(0)
    await page.context().close()
  }
}

describe('a mirror with a password', () => {
  it('tells nothing of itself, to nobody but its owner', async () => {
    const id = await share({ password: PASSWORD })
    for (const path of [`/mirror/${id}`, `/mirror/${id}/report`]) {
      const { html } = await fetched(path)
      expect([NAME, 'tell-tale', 'GoFile', 'gofile', 'argon2'].filter((word) => html.includes(word))).toEqual([])
    }
    expect((await fetched(`/mirror/${id}`)).status).toBe(401)
    expect(await fetched(`/mirror/${id}`, { cookie: owner.cookie })).toMatchObject({
      status: 200,
      html: expect.stringContaining(NAME),
    })
    // What Next's own navigation fetches is a page like any other to it.
    const fragment = await fetched(`/mirror/${id}`, { rsc: '1' })
    expect([fragment.status, fragment.html.includes(NAME)]).toEqual([200, false])
  })

  it.each([true, false])('opens for who has the password (script: %s)', async (javaScriptEnabled) => {
    const id = await share({ password: PASSWORD })
    const { page } = await openPage(product, `/mirror/${id}`, { javaScriptEnabled })
    expect(await page.title()).toBe('Protected mirror · EasyMirror')
    await give(page, 'a guess')
    await page.getByText('This is not the password.').waitFor()
    const field = page.getByLabel('Password', { exact: true })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
    await give(page, PASSWORD)
    await page.getByRole('heading', { name: NAME }).waitFor()
    expect(page.url()).toBe(`${product.url}/mirror/${id}`)
    await page.reload()
    await page.getByRole('heading', { name: NAME }).waitFor()
    await page.context().close()
  })

  it('says when there were too many tries', async () => {
    const id = await share({ password: PASSWORD })
    for (let time = 0; time < 9; time += 1)
      await fetch(`${product.url}/mirror/${id}/unlock`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ password: 'x' }),
      })
    const { page } = await openPage(product, `/mirror/${id}`)
    await give(page, 'x')
    await page.getByText('This is not the password.').waitFor()
    await give(page, PASSWORD)
    await page.getByText(/^Too many tries\. Try again in 1[45] minutes\.$/).waitFor()
    await page.context().close()
  })

  it('has a page that is in order', async () => {
    const id = await share({ password: PASSWORD })
    await expectInOrder(`/mirror/${id}?refused=wrong`, 'locked')
  })
})

it('a mirror whose time is over is gone, and says so', async () => {
  const id = await share({ expiresAt: new Date(Date.now() + 1500) })
  const until = Date.now() + 20_000
  let { status, html } = await fetched(`/mirror/${id}`)
  while (status === 200 && Date.now() < until) ({ status, html } = await fetched(`/mirror/${id}`))
  expect([status, html.includes(NAME)]).toEqual([410, false])
  await expectInOrder(`/mirror/${id}`, 'expired')
})

describe('a mirror that is reported', () => {
  const reported: string[] = []

  it.each([true, false])('is told to the operator (script: %s)', async (javaScriptEnabled) => {
    const id = await share()
    const { page } = await openPage(product, `/mirror/${id}`, { javaScriptEnabled })
    await page.getByRole('link', { name: 'Report this mirror' }).click()
    await page.getByRole('heading', { name: 'Report a mirror' }).waitFor()
    await page.getByRole('radio', { name: 'A virus or other harmful software' }).check()
    await page.getByLabel('Details').fill('It is \u001b[31mred.')
    await page.getByLabel('E-mail or phone').fill('ada@example.com')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'The report was sent' }).waitFor()
    await page.context().close()
    reported.push(id)
  })

  it('stands in what the operator reads', async () => {
    const { code, output } = await admin('reports')
    expect(code).toBe(0)
    expect(reported).toHaveLength(2)
    for (const id of reported)
      expect(output).toMatch(new RegExp(`reason +malware\\nmirror +${id}\\nname +${NAME}\\npage +\\S+/mirror/${id}\\n`))
    expect(output).toMatch(/contact +ada@example\.com\ndetails +It is +\[31mred\.\n/)
  })

  it('has a form that is in order', async () => {
    const id = await share()
    await expectInOrder(`/mirror/${id}/report`, 'report')
    expect((await fetched('/mirror/00000000-0000-4000-8000-000000000000/report')).status).toBe(404)
  })
})

it('a mirror that was taken down is answered with 451 or 410 and the reason', async () => {
  const id = await share()
  const reason = 'Order 17 of <b>the court</b>.'
  const ways = [
    ['--legal', 451, 'It cannot be shown for legal reasons.'],
    ['--rules', 410, 'It was against the rules of this site.'],
  ] as const
  for (const [flag, status, sentence] of ways) {
    expect(await admin('takedown', id, flag, '--reason', reason)).toMatchObject({ code: 0 })
    const { status: got, html } = await fetched(`/mirror/${id}`, { cookie: owner.cookie })
    expect([got, html.includes(NAME), html.includes('<b>the')]).toEqual([status, false, false])
    const { page } = await openPage(product, `/mirror/${id}`)
    await page.getByText(sentence).waitFor()
    await page.getByText(reason).waitFor()
    await page.context().close()
  }
  expect((await fetched('/history', { cookie: owner.cookie })).html).toContain('Taken down by whoever runs this site')
  await expectInOrder(`/mirror/${id}`, 'taken-down')
})

it('its owner sets both in the history', async () => {
  const id = await share()
  const cookies = owner.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.url }
  })
  const { page } = await openPage(product, '/')
  await page.context().addCookies(cookies)
  const open = async () => {
    await page.goto('/history')
    await awake(page)
    await page
      .getByRole('button', { name: /^Files of / })
      .first()
      .click()
    await page.getByRole('button', { name: 'Sharing' }).click()
    await page.getByRole('radio', { name: 'Always' }).waitFor()
  }
  await open()
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('radio', { name: '7 days' }).check()
  await picture(page, 'access-sharing')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  expect((await fetched(`/mirror/${id}`)).status).toBe(401)
  const { expiresAt } = await owner.call.mirror.sharing.query({ id })
  expect(Math.round(((expiresAt?.getTime() ?? 0) - Date.now()) / 3600_000)).toBe(7 * 24)
  await page.setViewportSize({ width: 390, height: 844 })
  await open()
  await page.getByText('Take the password away').click()
  await page.getByRole('radio', { name: 'Until the end of a day' }).check()
  await page.getByLabel('Last day').fill('2126-12-31')
  await picture(page, 'access-sharing-again')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  expect(await owner.call.mirror.sharing.query({ id })).toMatchObject({ hasPassword: false })
  expect((await owner.call.mirror.sharing.query({ id })).expiresAt?.getFullYear()).toBeGreaterThanOrEqual(2126)
})
