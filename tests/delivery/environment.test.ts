// What operators read of the variables: all of them, none that does not exist, and the defaults that hold.
import { expect, test } from 'vitest'
import { parseEnvironment, variableNames } from '#server/env.ts'
import { hostVariables } from '#server/hosts/variables.ts'
import { readExample, readText } from './files.ts'

/** Set by the server for itself. */
const ownUse = ['EASYMIRROR_EMBEDDED_STORAGE']
const forOperators = variableNames.filter((name) => !ownUse.includes(name))

function parsed(source: Record<string, string>): Record<string, unknown> {
  const read = parseEnvironment({ NODE_ENV: 'test', ...source })
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return read.environment
}

test('.env.example has each variable once, and no other', async () => {
  const { product, lines } = await readExample()
  expect([...product.keys()].toSorted()).toEqual(forOperators.toSorted())
  expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([])
})

test('the values that it shows are those that hold without it', async () => {
  const { product } = await readExample()
  const defaults = parsed({})
  const shown = [...product].filter(([name, value]) => value !== '' && defaults[name] !== undefined)
  expect(shown.length).toBeGreaterThan(10)
  for (const [name, value] of shown) expect([name, parsed({ [name]: value })[name]]).toEqual([name, defaults[name]])
  const hidden = Object.keys(defaults).filter((name) => defaults[name] !== undefined && product.get(name) === '')
  // Its default is a list of all private networks.
  expect(hidden).toEqual(['TRUSTED_PROXIES'])
})

test('README has each variable that is not a host’s, and none that does not exist', async () => {
  const rows = (await readText('README.md')).split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name),
  )
  for (const name of named) expect(variableNames).toContain(name)
  const isHosts = new Set(Object.keys(hostVariables).filter((name) => name !== 'EXTRA_HOSTS'))
  expect(named).toEqual(expect.arrayContaining(forOperators.filter((name) => !isHosts.has(name))))
})
