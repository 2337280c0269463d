// Every state of the pages, narrow and wide, light and dark: nothing sticks out, nothing keeps anybody out, nothing complains.
// The pictures are left in `tests/.artifacts/pages`, to be looked at.
import { beforeAll, describe, expect, it } from 'vitest'
import { seriousFindings } from './axe.ts'
import { looks } from './looks.ts'
import { openPage, picture } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { stickingOut } from './people.ts'
import { states } from './states.ts'

let product: Product

beforeAll(async () => {
  product = await openProduct({ bytesPerSecond: 4_000_000 })
})

/** The long way, through every state, is gone once, unless all looks are asked for. */
const isLong = (name: string) => looks.length > 2 || name === looks[0]?.name

describe.each(looks)('at $width px, $colorScheme', ({ width, colorScheme, name }) => {
  const options = { viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme }

  it.runIf(isLong(name))('every state on the way of a mirror is in order', { timeout: 240_000 }, async () => {
    product.gofile.reset()
    const { page, noise } = await openPage(product, '/', options)
    let step = 0
    for await (const state of states(page, product)) {
      step += 1
      await picture(page, `${name}-${String(step).padStart(2, '0')}-${state}`)
      expect(await seriousFindings(page), state).toEqual([])
      expect(await stickingOut(page), `${state}: pixels that stick out`).toBeLessThanOrEqual(0)
    }
    expect(step).toBe(10)
    expect(noise).toEqual([])
    await page.context().close()
  })

  it.each([
    ['history-empty', '/history', 'No mirrors yet'],
    ['not-found', '/nowhere', 'There is nothing at this address'],
    ['hosts', '/hosts', 'Hosts'],
    ['faq', '/faq', 'Questions and terms'],
    ['no-mirror', '/mirror/00000000-0000-4000-8000-000000000000', 'There is no mirror at this address'],
  ])('the page "%s" is in order', async (state, path, title) => {
    const { page } = await openPage(product, path, options)
    await page.getByRole('heading', { name: title }).waitFor()
    await picture(page, `${name}-${state}`)
    expect(await seriousFindings(page)).toEqual([])
    expect(await stickingOut(page)).toBeLessThanOrEqual(0)
    await page.context().close()
  })
})
