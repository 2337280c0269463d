// The account page: a guest becomes somebody, changes what is said of them, and goes again.
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { programAt } from '#tests/support/programs.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { awake, openPage } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { focused, makeAccount, uploadAs } from './people.ts'

let product: Product

beforeAll(async () => {
  product = await openProduct()
})

const text = 'your mirrors are yours in every browser'

/** Somebody who has just made an account. */
async function openNamed(username: string) {
  const { page, noise } = await openPage(product, '/account')
  await makeAccount(page, { username, password: `secret of ${username}` })
  await page.getByRole('heading', { name: username, level: 1 }).waitFor()
  return { page, noise }
}

describe('for a visitor', () => {
  it('says what an account is for, and makes nobody a guest who only looks', async () => {
    const { page } = await openPage(product, '/')
    await page.getByRole('link', { name: 'Account' }).click()
    await page.getByText(text).waitFor()
    expect((await page.context().cookies()).filter(({ name }) => name.includes('session-token'))).toEqual([])
  })

  it('makes an account at once', async () => {
    const { page, noise } = await openNamed('at-once')
    expect(await focused(page)).toBe('Your account is made. Sign in with it in any browser.')
    await page.reload()
    await page.getByRole('heading', { name: 'at-once', level: 1 }).waitFor()
    expect(noise).toEqual([])
  })
})

describe('for a guest', () => {
  it('says what is lost with the cookie, and keeps it with an account', async () => {
    const { page, noise } = await openPage(product, '/')
    await uploadAs(page, 'kept.txt')
    await page.getByRole('link', { name: 'Account' }).click()
    await page.getByText('When the cookie is lost', { exact: false }).waitFor()
    expect(await page.getByRole('definition').allTextContents()).toEqual(['1', '1', '1.0 kB'])
    await makeAccount(page, { username: 'keeper', password: 'a long password' })
    await page.getByRole('heading', { name: 'keeper', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('link', { name: /kept\.txt/ }).waitFor()
    expect(noise).toEqual([])
  })

  it('says beside each field what is wrong with it, goes to the first, and loses nothing that was typed', async () => {
    const { page } = await openPage(product, '/account')
    await page.getByLabel('E-mail address (optional)').fill('nowhere')
    await makeAccount(page, { username: 'a b', password: 'short' })
    await page.getByText('A password has at least 8 characters.').waitFor()
    await page.getByText('This is not an e-mail address.').waitFor()
    expect(await focused(page)).toBe('Username')
    const username = page.getByLabel('Username')
    expect(await username.getAttribute('aria-invalid')).toBe('true')
    const described = (await username.getAttribute('aria-describedby'))?.split(' ').at(-1) ?? ''
    expect(await page.locator(`[id="${described}"]`).textContent()).toMatch(/letters from a to z/)
    for (const [label, value] of [
      ['Username', 'a b'],
      ['Password', 'short'],
      ['E-mail address (optional)', 'nowhere'],
    ] as const)
      expect(await page.getByLabel(label, { exact: true }).inputValue()).toBe(value)
  })

  it('says that a name is taken', async () => {
    await openNamed('taken')
    const { page } = await openPage(product, '/account')
    await makeAccount(page, { username: 'Taken', password: 'a long password' })
    await page.getByText('This username is taken.').waitFor()
    expect(await focused(page)).toBe('Username')
    await makeAccount(page, { username: 'not-taken', password: 'a long password' })
    await page.getByRole('heading', { name: 'not-taken', level: 1 }).waitFor()
  })

  it('says so when the server does not answer, and sends the same again', async () => {
    const { page } = await openPage(product, '/account')
    await page.route('**/account.register*', (route) => route.abort('connectionrefused'))
    await makeAccount(page, { username: 'patient', password: 'a long password' })
    await page.getByText('EasyMirror did not answer. Try again.').waitFor()
    await page.unroute('**/account.register*')
    await page.getByRole('button', { name: 'Make an account' }).click()
    await page.getByRole('heading', { name: 'patient', level: 1 }).waitFor()
  })
})

describe('for somebody with a name', () => {
  it('saves what is said of them', async () => {
    const { page } = await openNamed('saver')
    await page.getByLabel('First name').fill('Ada')
    await page.getByLabel('Telephone').fill('call me')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is not a telephone number.').waitFor()
    expect(await focused(page)).toBe('Telephone')
    await page.getByLabel('Telephone').fill('+1 555 0100')
    await page.keyboard.press('Enter')
    await page.getByText('Saved.').waitFor()
    await page.reload()
    expect(await page.getByLabel('First name').inputValue()).toBe('Ada')
    expect(await page.getByLabel('Telephone').inputValue()).toBe('+1 555 0100')
  })

  it('changes the password, stays in here, and is out everywhere else', async () => {
    const { page } = await openNamed('changer')
    const state = await page.context().storageState()
    const elsewhere = await openPage(product, '/account', { storageState: state })
    await page.getByLabel('Current password', { exact: true }).fill('not it')
    await page.getByLabel('New password', { exact: true }).fill('another password')
    await page.keyboard.press('Enter')
    await page.getByText('This is not your current password.').waitFor()
    expect(await focused(page)).toBe('Current password')
    await page.getByLabel('Current password', { exact: true }).fill('secret of changer')
    await page.keyboard.press('Enter')
    await page.getByText('Changed. Every other session has ended.').waitFor()
    expect(await page.getByLabel('New password', { exact: true }).inputValue()).toBe('')
    await page.reload()
    await page.getByRole('heading', { name: 'changer', level: 1 }).waitFor()
    await elsewhere.page.reload()
    await elsewhere.page.getByText(text).waitFor()
  })

  it('shows a password to who wants to see it, and tells password managers which is which', async () => {
    const { page } = await openNamed('seer')
    const password = page.getByLabel('New password', { exact: true })
    await password.fill('what I typed')
    await page.getByRole('button', { name: 'Show the new password' }).click()
    expect(await password.getAttribute('type')).toBe('text')
    await page.getByRole('button', { name: 'Hide the new password' }).click()
    expect(await password.getAttribute('type')).toBe('password')
    const form = page.locator('form').filter({ has: password })
    const hints = await form
      .locator('input')
      .evaluateAll((inputs) => inputs.map((input) => input.getAttribute('autocomplete')))
    expect(hints).toEqual(['username', 'current-password', 'new-password'])
    expect(await form.locator('input[name=username]').inputValue()).toBe('seer')
  })

  it('ends sessions elsewhere, and stays in here', async () => {
    const { page } = await openNamed('ender')
    const state = await page.context().storageState()
    const elsewhere = await openPage(product, '/account', { storageState: state })
    await page.getByRole('button', { name: 'End all other sessions' }).click()
    await page.getByText('Every other session has ended.', { exact: true }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'ender', level: 1 }).waitFor()
    await elsewhere.page.reload()
    await elsewhere.page.getByText(text).waitFor()
  })

  it('makes an API token that is shown once, works for a program, and is over when it is revoked', async () => {
    const { page, noise } = await openNamed('maker')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByLabel('Name', { exact: true }).fill('the NAS')
    await page.keyboard.press('Enter')
    await page.getByText('The token “the NAS” is made.').waitFor()
    expect(await focused(page)).toContain('Copy it now')
    await page.getByRole('button', { name: 'Copy the token' }).click()
    const token = await page.evaluate(() => navigator.clipboard.readText())
    expect(await page.getByText(token, { exact: true }).count()).toBe(1)
    const program = programAt(product.url, token)
    expect((await program.account.me.query()).username).toBe('maker')
    await page.getByRole('button', { name: 'Done' }).click()
    expect(await focused(page)).toBe('Name')
    await page.reload()
    await page.getByText(/last used/).waitFor()
    expect(await page.content()).not.toContain(token)
    await awake(page)
    await page.getByRole('button', { name: 'Revoke the NAS' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('“the NAS” is revoked.').waitFor()
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('Name')
    expect(await refusalOf(program.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
    expect(noise).toEqual([])
  })

  it('has an account at a host, once the host accepts it, and until it is removed', async () => {
    const { page } = await openNamed('hosted')
    const row = page.getByRole('listitem').filter({ hasText: 'PixelDrain' })
    await row.getByText('This site’s account').waitFor()
    await row.getByRole('button', { name: 'Set up your account at PixelDrain' }).click()
    expect(await focused(page)).toBe('API key')
    await page.keyboard.type('not the key')
    await page.keyboard.press('Enter')
    await row.getByText('PixelDrain does not accept the API key.').waitFor()
    expect(await focused(page)).toBe('API key')
    await page.getByLabel('API key', { exact: true }).fill(product.pixeldrain.env['PIXELDRAIN_API_KEY'] ?? '')
    await page.keyboard.press('Enter')
    await page.getByText('Saved. New mirrors at PixelDrain go to your account.').waitFor()
    await page.reload()
    await awake(page)
    await row.getByText('Yours, set').waitFor()
    expect(await page.content()).not.toContain(product.pixeldrain.env['PIXELDRAIN_API_KEY'])
    await row.getByRole('button', { name: 'Remove your account at PixelDrain' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Your account at PixelDrain is removed.').waitFor()
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await row.getByText('This site’s account').waitFor()
    expect(await focused(page)).toBe('Set up')
  })

  it('takes all that is kept along as a file', async () => {
    const { page } = await openNamed('taker')
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download your data' }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toMatch(/^easymirror-\d{4}-\d\d-\d\d\.json$/)
    const kept: unknown = JSON.parse(await readFile(await download.path(), 'utf8'))
    expect(kept).toMatchObject({ account: { username: 'taker' }, mirrors: [] })
  })

  it('signs out', async () => {
    const { page } = await openNamed('leaver')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Drop files or folders' }).waitFor()
    await page.goto('/account')
    await page.getByText(text).waitFor()
  })

  it('deletes all of it, once its name is typed', async () => {
    const { page } = await openNamed('goner')
    await uploadAs(page, 'gone.txt')
    const share = await page.getByTitle('The share page, in a new tab').getAttribute('href')
    await page.goto('/account')
    await awake(page)
    await page.getByText('Delete this account').click()
    await page.getByLabel('Type “goner” to confirm').fill('go')
    await page.keyboard.press('Enter')
    await page.getByText('Type “goner” to confirm.', { exact: true }).waitFor()
    await page.getByLabel('Type “goner” to confirm').fill('Goner')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'All of it is deleted' }).waitFor()
    expect((await fetch(new URL(share ?? '', product.url))).status).toBe(404)
    expect((await page.context().cookies()).filter(({ name }) => name.includes('session-token'))).toEqual([])
  })
})
