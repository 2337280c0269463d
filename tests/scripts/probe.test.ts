// `npm run probe` against simulated hosts: every step is told, what breaks is told with the host's words, and nothing stays behind.
import { expect, test } from 'vitest'
import { runProgram } from '#scripts/run-program.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'

const probe = (args: readonly string[], variables: Record<string, string>) => {
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  return runProgram({ file: 'env', args: [...settings, 'node', 'scripts/probe.ts', ...args], show: false })
}

test('a host that works passes each step, and the file is gone afterwards', async () => {
  await using host = await startPixeldrain()
  const { code, output } = await probe(['pixeldrain', '--size', '5000'], host.env)
  expect(output.split('\n').map((line) => line.replace(/ \(\d+ ms\)/, ''))).toEqual([
    'PixelDrain, a file of 5000 bytes',
    '✓ account: is accepted',
    expect.stringMatching(/^✓ limits: files up to \d+ bytes$/),
    '– group: a list is made of two files or more',
    expect.stringMatching(/^✓ upload and check: http.*, checked by its checksum$/),
    '✓ link is alive: alive',
    '✓ deletion: deleted',
    '✓ link is dead: dead',
    '',
  ])
  expect(code).toBe(0)
  expect(host.ledger).toMatchObject([{ size: 5000, stored: false }])
})

test('a host that has changed fails with its own words, and no secret is told', async () => {
  await using host = await startPixeldrain({ apiKey: 'the-key-of-the-operator' })
  const body = { success: false, value: 'upload_moved', message: 'Ask the-key-of-the-operator at https://new.example/' }
  host.fail({ kind: 'status', status: 410, body })
  const { code, output } = await probe(['pixeldrain'], host.env)
  expect(code).toBe(1)
  expect(output).toMatch(/^✗ upload and check .*: the host does not have this any more. \(rejected\)\n.*upload_moved/m)
  expect(output).not.toContain('the-key-of-the-operator')
  expect(output).not.toContain('new.example')
})

test('a file that is to stay stays', async () => {
  await using host = await startGofile()
  const { code, output } = await probe(['gofile', '--keep'], host.env)
  expect(output).toContain(`– deletion: it is to be kept: the file stays at ${host.url}/d/`)
  expect(code).toBe(0)
  expect(host.ledger).toMatchObject([{ stored: true }])
})

test.for([
  [[], {}, /^Usage: /],
  [['nobody'], {}, /There is no host "nobody"\. There are: pixeldrain, /],
  [['bunkr'], {}, /Bunkr is not ready: Set BUNKR_API_KEY/],
  [['gofile', '--size', 'much'], {}, /^Usage: /],
  [['gofile'], { HOST_IDLE_SECONDS: 'soon' }, /^HOST_IDLE_SECONDS: /],
] as const)('%j with %j sends nothing', async ([args, variables, words]) => {
  const { code, output } = await probe(args, variables)
  expect(output).toMatch(words)
  expect(code).toBe(1)
})
