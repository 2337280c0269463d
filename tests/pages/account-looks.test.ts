// The pages about accounts, narrow and wide, light and dark: nothing sticks out, nothing keeps anybody out.
// The pictures are left in `tests/.artifacts/pages`, to be looked at.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { seriousFindings } from './axe.ts'
import { awake, openPage, picture } from './open-page.ts'
import { fewLooks } from './looks.ts'
import { openProduct, type Product } from './open-product.ts'
import { makeAccount, signIn, stickingOut, uploadAs } from './people.ts'

let product: Product

beforeAll(async () => {
  product = await openProduct()
})

/** Walks through the states of both pages, and says where it stands. */
async function* states(page: Page, username: string): AsyncGenerator<string> {
  const go = async (path: string) => {
    await page.goto(path)
    await awake(page)
  }
  yield 'account-nobody'
  await makeAccount(page, { username: '-', password: 'short' })
  await page.getByText('A password has at least 8 characters.').waitFor()
  yield 'account-errors'
  await go('/signin')
  yield 'signin'
  await signIn(page, { username: 'nobody', password: 'nothing' })
  await page.getByText('This username and password do not belong together.').waitFor()
  yield 'signin-wrong'
  await uploadAs(page, 'a file.txt')
  await go('/signin')
  await page.getByText('The mirror of this browser').waitFor()
  yield 'signin-guest'
  await go('/account')
  await page.getByRole('heading', { name: 'You are a guest' }).waitFor()
  yield 'account-guest'
  await makeAccount(page, { username, password: 'a long password' })
  await page.getByRole('heading', { name: username, level: 1 }).waitFor()
  yield 'account-made'
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await page.getByRole('button', { name: 'Set up your account at GoFile' }).click()
  await page.keyboard.type('not the token')
  await page.keyboard.press('Enter')
  await page.getByText(/GoFile does not accept/).waitFor()
  yield 'account-host'
  await page.getByLabel('Name', { exact: true }).fill('the NAS in the cellar, second floor from below')
  await page.keyboard.press('Enter')
  await page.getByText('Copy it now').waitFor()
  await page.getByRole('button', { name: 'Revoke the NAS' }).scrollIntoViewIfNeeded()
  yield 'account-token'
  await page.getByRole('button', { name: 'Revoke the NAS' }).click()
  await page.getByRole('alertdialog').waitFor()
  yield 'account-revoke'
  await page.keyboard.press('Escape')
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await page.getByText('Delete this account').click()
  await page.getByRole('button', { name: 'Delete everything' }).scrollIntoViewIfNeeded()
  yield 'account-named'
  await page.getByLabel(/^Type/).fill(username)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'All of it is deleted' }).waitFor()
  yield 'account-deleted'
}

describe.each(fewLooks)('at $width px, $colorScheme', ({ width, colorScheme, name }) => {
  it('every state is in order', async () => {
    const { page } = await openPage(product, '/account', {
      viewport: { width, height: width < 600 ? 844 : 900 },
      colorScheme,
    })
    let step = 0
    for await (const state of states(page, `a-rather-long-name-${width}-${colorScheme}`)) {
      step += 1
      await picture(page, `${name}-people-${step}-${state}`)
      expect(await seriousFindings(page), state).toEqual([])
      expect(await stickingOut(page), `${state}: pixels that stick out`).toBeLessThanOrEqual(0)
    }
    expect(step).toBe(12)
    await page.context().close()
  })
})
