// The program that the README shows, run as it stands there.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startApp } from '#tests/support/app.ts'
import { at, isOver, untilMirror } from '#tests/support/visitor.ts'

const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'docs', 'client.ts')

it('mirrors a file, as it says', async () => {
  const app = await startApp()
  const { stdout } = await promisify(execFile)(process.execPath, [program, app.url])
  const [, id = ''] = new RegExp(`^${app.url}/mirror/([0-9a-f-]{36})\n$`).exec(stdout) ?? []
  const view = await untilMirror(at(app.url, ''), id, isOver)
  expect(view).toMatchObject({ status: 'done', links: [{ host: 'local', status: 'done' }], files: [{ size: 5 }] })
  const [link] = view.fileLinks
  expect(await (await fetch(link?.url ?? '')).text()).toBe('hello')
})

it('stands in the README to the letter, from where it is typed', async () => {
  const [, typed = ''] = (await readFile(program, 'utf8')).split('// From here on, everything is typed.\n')
  expect(typed.trim().split('\n')).toHaveLength(8)
  expect(await readFile(join(root, 'README.md'), 'utf8')).toContain(typed.trim())
})
