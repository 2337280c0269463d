// What is seen once the upload is long over: copies that are gone, copies that stay although their mirror goes, hosts that fail.
import type { Page } from 'playwright-core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isOver, sampleBytes, untilMirror, upload } from '#tests/support/visitor.ts'
import { seriousFindings } from './axe.ts'
import { type Historian, openHistory } from './history-product.ts'
import { looks } from './looks.ts'
import { picture } from './open-page.ts'
import { stickingOut } from './people.ts'

let historian: Historian
let sql: postgres.Sql

beforeAll(async () => {
  historian = await openHistory(2)
  sql = postgres(historian.product.databaseUrl, { max: 1, onnotice: () => {} })
})
afterAll(() => sql.end())

const hosts = ['pixeldrain', 'gofile', 'bunkr']

/** A mirror of two files that is on three hosts. */
async function everywhere(name: string): Promise<string> {
  const { visitor } = historian
  const files = ['one.txt', 'two.txt'].map((file, seed) => ({
    name: file,
    body: sampleBytes(2_000, seed + name.length),
  }))
  const { id } = await upload(visitor, files)
  await visitor.call.history.rename.mutate({ id, name })
  await visitor.call.mirror.start.mutate({ id, hosts })
  await untilMirror(visitor, id, isOver)
  return id
}

/** In each of the windows: nothing keeps anybody out, nothing sticks out; a picture is left. */
async function look(path: string, state: string, until: (page: Page) => Promise<unknown>): Promise<void> {
  for (const { width, colorScheme, name } of looks) {
    const viewport = { width, height: width < 600 ? 844 : 900 }
    const { page, noise } = await historian.open(path, { viewport, colorScheme })
    await until(page)
    await picture(page, `${name}-${state}`)
    expect([await seriousFindings(page), noise]).toEqual([[], []])
    expect(await stickingOut(page)).toBeLessThanOrEqual(0)
    await page.context().close()
  }
}

it('shows a host that lost its copies as dead, with nothing to follow and something to copy', async () => {
  const id = await everywhere('Lost')
  await sql`update transfers set link_state = 'dead', checked_at = now() where mirror_id = ${id} and host = 'gofile'`
  const one = sql`select id from files where mirror_id = ${id} order by position limit 1`
  await sql`update transfers set link_state = 'dead', checked_at = now() where host = 'bunkr' and file_id = (${one})`
  await look(`/mirror/${id}`, 'share-dead', async (page) => {
    await page.getByText('On 2 of 3 hosts, 1 dead.').waitFor()
    const row = page
      .getByRole('listitem')
      .filter({ has: page.getByText('GoFile', { exact: true }) })
      .first()
    await row.getByText('Dead', { exact: true }).waitFor()
    await row.getByText(/^Checked /).waitFor()
    expect(await row.getByRole('link').count()).toBe(0)
    await row.getByRole('button', { name: 'Copy dead link to GoFile' }).waitFor()
    // The first file is gone from Bunkr too, which still has the other.
    await page.locator('summary').filter({ hasText: 'one.txt' }).click()
    expect(await page.getByRole('link', { name: /one\.txt at/ }).count()).toBe(1)
  })
  const { page } = await historian.open('/history')
  await page.getByText('On 2 of 3 hosts, 1 dead.').waitFor()
  await page.getByRole('button', { name: 'Files of Lost' }).click()
  await page.getByRole('list', { name: 'Hosts' }).getByText('Dead').waitFor()
})

const deleteWithCopies = async (page: Page, name: string) => {
  await page.getByRole('button', { name: `Files of ${name}` }).click()
  await page.getByRole('button', { name: 'Delete with its copies at the hosts' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Delete' }).click()
}

it('says what stays at hosts when a mirror is deleted with its copies, until that is read', async () => {
  const { pixeldrain, gofile } = historian.product
  for (const { name } of looks) await everywhere(`Deleted ${name}`)
  let next = 0
  await look('/history', 'history-kept', async (page) => {
    pixeldrain.fail({ kind: 'status', on: 'delete', status: 401, times: 2 })
    gofile.fail({ kind: 'status', on: 'delete', status: 503, times: 2 })
    const name = `Deleted ${looks[next++]?.name ?? ''}`
    await deleteWithCopies(page, name)
    const told = page.getByRole('alertdialog', { name: `“${name}” was deleted here` })
    await told.getByText('The share page and the files here are gone.').waitFor()
    await told.getByText('2 copies could not be deleted yet.').waitFor()
    await told.getByText('2 copies at PixelDrain.').waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Close')
    expect(await page.getByRole('link', { name }).count()).toBe(0)
  })
})

it('says it in the list when the question was left before the hosts had answered', async () => {
  await everywhere('Left early')
  const { page } = await historian.open('/history')
  // Jobs of what was deleted before may come by, too.
  historian.product.gofile.fail({ kind: 'slow-reply', on: 'delete', ms: 60_000, times: 20 })
  await deleteWithCopies(page, 'Left early')
  await page.keyboard.press('Escape')
  const note = page.getByRole('status', { name: '“Left early” was deleted here' })
  await note.getByText(/could not be deleted yet/).waitFor()
  expect(await page.getByRole('alertdialog').count()).toBe(0)
  await note.getByRole('button', { name: 'Close' }).click()
  await note.waitFor({ state: 'detached' })
})

it('tells how each host has done and does, on the page of hosts', async () => {
  await sql`insert into host_errors (host, kind, sentence, failed_at)
    values ('pixeldrain', 'unavailable', 'did not answer for 60 s.', now() - interval '1 day')
    on conflict (host) do update set sentence = excluded.sentence, failed_at = excluded.failed_at`
  await sql`insert into host_health (host, failures, failed_transfers, failed_at, sentence, paused_until, pauses)
    values ('bunkr', 6, '{}', now(), 'had a fault of its own.', now() + interval '1 hour', 1)
    on conflict (host) do update set paused_until = excluded.paused_until, pauses = 1, sentence = excluded.sentence`
  await look('/hosts', 'hosts-health', async (page) => {
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name }) })
    await row('GoFile')
      .getByText(/^100 % of \d+ files arrived/)
      .waitFor()
    await row('GoFile')
      .getByText(/^Half of them at \d+\.\d [kM]B\/s or more$/)
      .waitFor()
    await row('PixelDrain').getByText('SHA-256', { exact: true }).waitFor()
    await row('PixelDrain')
      .getByText(/^Last fault, .*: PixelDrain did not answer for 60 s\.$/)
      .waitFor()
    await row('Bunkr')
      .getByText(/^Paused, tried again at \d/)
      .waitFor()
  })
  await sql`delete from host_health`
})
