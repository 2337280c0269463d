// The programs that README and docs show, run as they stand there, with a token that their owner has made.
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { type App, startApp } from '#tests/support/app.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { isOver, sampleBytes, untilMirror, visit, type Visitor } from '#tests/support/visitor.ts'

const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'docs', 'client.ts')

let app: App
let owner: Visitor
let token: string

beforeAll(async () => {
  app = await startApp()
  owner = await visit(app.url)
  token = (await owner.call.account.apiTokens.create.mutate({ name: 'docs' })).token
})

/** Runs a program with the token, and gives the mirror at the address that it prints. */
async function mirrorBy(file: string, ...more: string[]) {
  const env = { ...process.env, EASYMIRROR_TOKEN: token }
  const { stdout } = await promisify(execFile)(process.execPath, [file, app.url, ...more], { env })
  const [, id = ''] = new RegExp(`^${app.url}/mirror/([0-9a-f-]{36})\n$`).exec(stdout) ?? []
  const view = await untilMirror(owner, id, isOver)
  expect(view).toMatchObject({ status: 'done', links: [{ host: 'local', status: 'done' }] })
  const copy = await fetch(view.fileLinks[0]?.url ?? '')
  return { id, bytes: Buffer.from(await copy.arrayBuffer()) }
}

it('mirrors a file, as it says, for the owner of the token', async () => {
  const { id, bytes } = await mirrorBy(program)
  expect(bytes.toString()).toBe('hello')
  expect((await owner.call.history.list.query()).items.map((item) => item.id)).toContain(id)
})

it('uploads a file that is too large for one piece', async () => {
  const file = join(await temporaryFolder(), 'film.mkv')
  const body = sampleBytes(70 * 1024 ** 2, 1)
  await writeFile(file, body)
  const { bytes } = await mirrorBy(join(root, 'docs', 'upload.ts'), file, 'local')
  expect(bytes.equals(body)).toBe(true)
})

it('asks without a client, as the line for curl does', async () => {
  const text = await readFile(join(root, 'docs', 'api.md'), 'utf8')
  const [, header = '', address = ''] = /^curl -H "(.*?)" "(.*?)"$/m.exec(text) ?? []
  const [name = '', value = ''] = header.replace('$EASYMIRROR_TOKEN', token).split(': ')
  const answer = await fetch(address.replace('$EASYMIRROR_URL', app.url), { headers: { [name]: value } })
  expect(await answer.json()).toMatchObject({ result: { data: { json: { items: [{}, {}], nextCursor: null } } } })
})

it('stands in README and docs to the letter', async () => {
  const [head = '', typed = ''] = (await readFile(program, 'utf8')).split('// From here on, everything is typed.\n')
  expect(typed.trim().split('\n')).toHaveLength(8)
  expect(await readFile(join(root, 'README.md'), 'utf8')).toContain(typed.trim())
  const [, rest = ''] = head.split("root.ts'\n\n")
  expect(await readFile(join(root, 'docs', 'api.md'), 'utf8')).toContain(
    `${rest}// From here on, everything is typed.\n${typed.trim()}`,
  )
})
