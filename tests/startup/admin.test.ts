// `npm run admin` on the embedded database: beside the instance that runs on it, and after its end.
import { expect, test } from 'vitest'
import { runProgram } from '#scripts/run-program.ts'
import { startApp } from '#tests/support/app.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { sampleBytes, upload, visit } from '#tests/support/visitor.ts'

const admin = (folder: string, ...args: string[]) =>
  runProgram({ file: 'env', args: [`EASYMIRROR_DATA_DIR=${folder}`, 'node', 'scripts/admin.ts', ...args], show: false })

const NOBODYS = '00000000-0000-4000-8000-000000000000'

test('works on the database of an instance that runs, which goes on, and on that of one that does not', async () => {
  const app = await startApp({ database: 'embedded' })
  const folder = app.dataDirectory
  const visitor = await visit(app.url)
  const { id } = await upload(visitor, [{ name: 'a.bin', body: sampleBytes(1000, 1) }])
  const { id: first } = await visitor.call.mirror.report.mutate({ id, reason: 'other', details: 'one\ntwo' })
  await visitor.call.mirror.report.mutate({ id, reason: 'illegal' })

  const { code, output } = await admin(folder, 'reports')
  expect(code).toBe(0)
  expect(output).toMatch(/reason +illegal\nmirror +\S+ \(2 open reports\)[^]*reason +other\n[^]*details +one\n +two\n/)
  expect(await admin(folder, 'close', first)).toMatchObject({ code: 0, output: 'The report is closed.\n' })
  const down = await admin(folder, 'takedown', id, '--legal', '--reason', 'An order.', '--delete-copies')
  expect(down).toMatchObject({ code: 0, output: expect.stringMatching(/^The mirror is taken down: /) })
  expect((await fetch(`${app.url}/mirror/${id}`)).status).toBe(451)
  await app.stop()

  expect(await admin(folder, 'restore', id)).toMatchObject({ code: 0, output: 'The mirror can be seen again.\n' })
  expect(await admin(folder, 'restore', id)).toMatchObject({ code: 1 })
})

test.each([
  [['takedown', NOBODYS, '--legal'], /^Usage:/],
  [['takedown', NOBODYS, '--legal', '--rules', '--reason', 'x'], /^Usage:/],
  [['restore', 'no id'], /^Usage:/],
  [['reports'], /^There is no database in /],
] as const)('%j does nothing', async (args, words) => {
  const { code, output } = await admin(await temporaryFolder(), ...args)
  expect(output).toMatch(words)
  expect(code).toBe(1)
})
