// docs/mirroring.md and the model say the same: the same steps between states, and the same promises, each of them checked.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileSteps, groupSteps, invariants, transferSteps } from './model-states.ts'

const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'mirroring.md'), 'utf8')

/** The steps of the table under a heading, each once, in order. */
function stepsUnder(heading: string): string[] {
  const [, rest = ''] = page.split(`\n## ${heading}\n`)
  const [section = ''] = rest.split('\n## ')
  const rows = section.split('\n').filter((line) => line.startsWith('| '))
  const steps = rows.slice(2).map((line) => line.split('|').map((cell) => cell.trim()))
  return [...new Set(steps.map(([, , from = '', to = '']) => `${from} → ${to}`))].toSorted()
}

const stepsOf = (steps: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(steps)
    .flatMap(([from, following]) => following.map((to) => `${from} → ${to}`))
    .toSorted()

it.for([
  ['Transfer', transferSteps],
  ['File', fileSteps],
  ['Group at a host', groupSteps],
] as const)('the steps of "%s" are those of the model', ([heading, steps]) => {
  expect(stepsUnder(heading)).toEqual(stepsOf(steps))
})

it('the promises are those of the model, in order', () => {
  const promised = [...page.matchAll(/^- \*\*(I\d+)\*\*/gm)].map(([, id]) => id)
  expect(promised).toEqual(Object.keys(invariants))
})

it('each promise is checked by the model', async () => {
  const sources = await Promise.all(
    ['model-invariants.ts', 'model-host.ts', 'model-world.ts'].map((name) =>
      readFile(join(import.meta.dirname, name), 'utf8'),
    ),
  )
  const checked = new Set(sources.flatMap((source) => [...source.matchAll(/[`'](I\d+):/g)].map(([, id]) => id)))
  expect(checked).toEqual(new Set(Object.keys(invariants)))
})
