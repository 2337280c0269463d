// Looking costs nothing: no session, no cookie, the right status.
import { beforeAll, expect, it } from 'vitest'
import { choose, openPage, sample } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

let product: Product

beforeAll(async () => {
  product = await openProduct()
})

const sessionCookies = (cookies: { name: string }[]) => cookies.filter(({ name }) => name.includes('session-token'))

it('makes nobody a guest who only looks, and everybody who uploads', async () => {
  const { page } = await openPage(product, '/')
  for (const path of ['/history', '/nowhere', '/']) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
  }
  expect(sessionCookies(await page.context().cookies())).toEqual([])
  await choose(page, [sample('a.txt', 10)])
  await page.getByText('1 file uploaded').waitFor()
  expect(sessionCookies(await page.context().cookies())).toMatchObject([{ httpOnly: true, sameSite: 'Lax' }])
  await page.goto('/history')
  await page.getByRole('link', { name: /a\.txt/ }).waitFor()
})

it.each(['/nowhere', '/mirror/00000000-0000-4000-8000-000000000000', '/mirror/not-an-id'])(
  'answers 404 at %s, with a page that leads on',
  async (path) => {
    const answer = await fetch(`${product.url}${path}`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toMatch(/There is (nothing|no mirror) at this address/)
  },
)

it('shows the history of one person to nobody else', async () => {
  const { page } = await openPage(product, '/history')
  await page.getByRole('heading', { name: 'No mirrors yet' }).waitFor()
})
