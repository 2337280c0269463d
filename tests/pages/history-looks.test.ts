// Every state of the history, narrow and wide, light and dark; the pictures are left in `tests/.artifacts/pages`.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { seriousFindings } from './axe.ts'
import { type Historian, openHistory } from './history-product.ts'
import { fewLooks } from './looks.ts'
import { picture } from './open-page.ts'
import { stickingOut } from './people.ts'

let historian: Historian

beforeAll(async () => {
  historian = await openHistory(30)
})

/** Walks on with each step, and says where it stands. */
async function* states(page: Page): AsyncGenerator<string> {
  yield 'list'
  await page.getByRole('button', { name: 'Files of Everywhere' }).click()
  await page.getByRole('list', { name: 'Files' }).waitFor()
  yield 'opened'
  await page.getByRole('button', { name: 'Rename Lecture 028' }).click()
  await page.getByRole('textbox', { name: 'New name of Lecture 028' }).fill('x'.repeat(61))
  await page.getByText('A mirror’s name has at most 60 characters.').waitFor()
  yield 'renaming'
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Delete with its copies at the hosts' }).click()
  await page.getByText('Their links end with them.').waitFor()
  yield 'question'
  await page.keyboard.press('Escape')
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Files of Everywhere' }).click()
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Lecture 028' }).click()
  await page.getByText('1 selected').waitFor()
  yield 'selecting'
  await page.route('**/api/trpc/history.deleteMany**', (route) =>
    route.fulfill({ status: 200, json: { result: { data: { json: { ids: [], deleteAt: null } } } } }),
  )
  await page.getByRole('button', { name: 'Stop selecting' }).click()
  await page.getByRole('button', { name: 'Delete Everywhere' }).click()
  await page.getByText('Its copies at the hosts stay.').waitFor()
  yield 'undo'
  await page.getByRole('searchbox').fill('nowhere at all')
  await page.getByText('No mirror fits.').waitFor()
  yield 'no-match'
  await page.route('**/api/trpc/history.list**', (route) => route.abort())
  await page.getByRole('searchbox').fill('no answer')
  await page.getByText('EasyMirror did not answer.').waitFor()
  yield 'no-answer'
}

describe.each(fewLooks)('at $width px, $colorScheme', ({ width, colorScheme, name }) => {
  it('every state is in order', async () => {
    const viewport = { width, height: width < 600 ? 844 : 900 }
    const { page } = await historian.open('/history', { viewport, colorScheme })
    for await (const state of states(page)) {
      await picture(page, `${name}-history-${state}`)
      expect(await seriousFindings(page), state).toEqual([])
      expect(await stickingOut(page), state).toBeLessThanOrEqual(0)
    }
    await page.context().close()
  })
})
