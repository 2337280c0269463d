// Signing in on the page: what is wrong is said, nothing is lost, and the way leads on.
import { beforeAll, expect, it } from 'vitest'
import { awake, openPage } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { focused, makeAccount, signIn, uploadAs } from './people.ts'

const ada = { username: 'Ada', password: 'a long password' }

let product: Product

beforeAll(async () => {
  product = await openProduct()
  const { page } = await openPage(product, '/account')
  await makeAccount(page, ada)
  await page.getByRole('heading', { name: 'Ada', level: 1 }).waitFor()
  await page.context().close()
})

it('leads to the account, with the keyboard alone', async () => {
  const { page, noise } = await openPage(product, '/signin')
  await page.getByLabel('Username').focus()
  await page.keyboard.type('ada')
  await page.keyboard.press('Tab')
  await page.keyboard.type(ada.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Ada', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/account')
  await page.goto('/signin')
  await page.getByText('You are signed in as').waitFor()
  expect(noise).toEqual([])
})

it('does not say which of the two was wrong, keeps what was typed, and goes to the password', async () => {
  const { page } = await openPage(product, '/signin')
  for (const username of ['Ada', 'nobody']) {
    await signIn(page, { username, password: 'not the password' })
    await page.getByText('This username and password do not belong together.').waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'password')
    expect(await page.getByLabel('Username').inputValue()).toBe(username)
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('not the password')
  }
  expect(new URL(page.url()).search).toBe('')
})

it('asks for what is missing before it asks the server', async () => {
  const { page } = await openPage(product, '/signin')
  await page.route('**/api/auth/**', (route) => route.abort('connectionrefused'))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Type your username.').waitFor()
  await page.getByText('Type your password.').waitFor()
  expect(await focused(page)).toBe('Username')
  await signIn(page, ada)
  await page.getByText('EasyMirror did not answer. Try again.').waitFor()
})

it('says when to come again after too many tries', async () => {
  const { page } = await openPage(product, '/signin')
  for (let time = 0; time < 10; time += 1) {
    const answered = page.waitForResponse('**/callback/password')
    await signIn(page, { username: 'somebody', password: `guess ${time}` })
    expect((await answered).status()).toBe(401)
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true')
  }
  await signIn(page, { username: 'somebody', password: 'guess 11' })
  await page
    .getByRole('alert')
    .getByText(/^Too many tries\. Try again in 1[45] minutes\.$/)
    .waitFor()
  expect(await page.getByLabel('Username').inputValue()).toBe('somebody')
})

it('says that the mirrors of this browser go along, and takes them', async () => {
  const { page } = await openPage(product, '/')
  await uploadAs(page, 'brought-1.txt')
  await page.goto('/signin')
  await page.getByText('The mirror of this browser goes to your account.').waitFor()
  await uploadAs(page, 'brought-2.txt')
  await page.goto('/signin?callbackUrl=%2Fhistory')
  await awake(page)
  await page.getByText('The 2 mirrors of this browser go to your account.').waitFor()
  await signIn(page, ada)
  for (const name of ['brought-1.txt', 'brought-2.txt'])
    await page.getByRole('link', { name: new RegExp(name) }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/history')
})

it('leaves the dashboard of the same tab as it is, so that its mirror can be sent', async () => {
  const { page } = await openPage(product, '/')
  await uploadAs(page, 'first.txt')
  await page.getByRole('link', { name: 'Account' }).click()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
  await signIn(page, ada)
  await page.getByRole('heading', { name: 'Ada', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'EasyMirror, to the start page' }).click()
  await page.getByRole('heading', { name: 'first.txt' }).waitFor()
  await page.getByRole('button', { name: /^Mirror to/ }).click()
  await page.getByText(/^On \d hosts?, (all )?checked\.$/).waitFor()
})

it.each(['https://elsewhere.example/x', '//elsewhere.example/x', '/\\elsewhere.example', 'javascript:alert(1)'])(
  'is led to no other site by %s',
  async (address) => {
    const { page } = await openPage(product, `/signin?callbackUrl=${encodeURIComponent(address)}`)
    await signIn(page, ada)
    await page.getByRole('heading', { name: 'Ada', level: 1 }).waitFor()
    expect(page.url()).toBe(`${product.url}/account`)
  },
)

it('says what next-auth had to say', async () => {
  const { page } = await openPage(product, '/api/auth/error?error=CredentialsSignin')
  await page.getByText('This username and password do not belong together.').waitFor()
})

it('puts no password into an address when it is sent before the page is awake', async () => {
  const { page } = await openPage(product, '/signin', { javaScriptEnabled: false })
  await signIn(page, ada)
  await page.waitForLoadState()
  expect(page.url()).not.toContain('password')
})
