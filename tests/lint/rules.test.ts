// The rules that hold everywhere, or in one folder: each fires on the source that breaks it, and on its twin it does not.
import { expect, test } from 'vitest'
import { lint } from './linted.ts'

type Case = { rule: string; broken: [path: string, source: string]; sound: [path: string, source: string] }

const lines = (count: number) => '// A line.\n'.repeat(count)
const longFunction = (count: number) => `export function long(): void {\n${'  void 0\n'.repeat(count)}}\n`
const union = `type State = 'up' | 'down'\n`
const later = 'const later = async (): Promise<void> => {}\n'

const cases: Case[] = [
  {
    rule: 'no-explicit-any',
    broken: ['server/any.ts', 'export const read = (value: any): unknown => value\n'],
    sound: ['server/unknown.ts', 'export const read = (value: unknown): unknown => value\n'],
  },
  {
    rule: 'no-non-null-assertion',
    broken: ['server/bang.ts', 'export const first = (list: string[]): string => list[0]!\n'],
    sound: ['server/no-bang.ts', `export const first = (list: string[]): string => list[0] ?? ''\n`],
  },
  {
    rule: 'no-unsafe-member-access',
    broken: ['server/unsafe.ts', `export const read = (text: string): unknown => JSON.parse(text).name\n`],
    sound: ['server/safe.ts', `export const read = (text: string): unknown => JSON.parse(text)\n`],
  },
  {
    rule: 'no-unsafe-type-assertion',
    broken: ['server/cast.ts', 'export const name = (value: unknown): string => value as string\n'],
    sound: ['server/no-cast.ts', 'export const name = (value: unknown): string => String(value)\n'],
  },
  {
    rule: 'no-floating-promises',
    broken: ['server/floating.ts', `${later}export const go = (): void => {\n  later()\n}\n`],
    sound: ['server/held.ts', `${later}export const go = (): Promise<void> => later()\n`],
  },
  {
    rule: 'no-misused-promises',
    broken: ['server/misused.ts', `${later}export const go = (list: string[]): void => list.forEach(later)\n`],
    sound: [
      'server/used.ts',
      `${later}export const go = (list: string[]): Promise<void[]> => Promise.all(list.map(later))\n`,
    ],
  },
  {
    rule: 'switch-exhaustiveness-check',
    broken: [
      'server/open.ts',
      `${union}export function say(state: State): void {\n  switch (state) {\n    case 'up':\n  }\n}\n`,
    ],
    sound: [
      'server/exhaustive.ts',
      `${union}export function say(state: State): void {\n  switch (state) {\n    case 'up':\n    case 'down':\n  }\n}\n`,
    ],
  },
  {
    rule: 'jsx-no-literals',
    broken: ['components/said.tsx', 'export const Said = () => <p>Copied</p>\n'],
    sound: ['components/told.tsx', 'export const Told = ({ word }: { word: string }) => <p>{word} · {word}</p>\n'],
  },
  {
    rule: 'no-unnecessary-condition',
    broken: ['server/always.ts', `export const name = (text: string): string => text ?? ''\n`],
    sound: ['server/sometimes.ts', `export const name = (text?: string): string => text ?? ''\n`],
  },
  {
    rule: 'only-throw-error',
    broken: ['server/thrown-text.ts', `export const fail = (): never => {\n  throw 'a text'\n}\n`],
    sound: ['server/thrown-error.ts', `export const fail = (): never => {\n  throw new Error('a text')\n}\n`],
  },
  {
    rule: 'use-unknown-in-catch-callback-variable',
    broken: [
      'server/catch-any.ts',
      `${later}export const go = (): Promise<void> => later().catch((error) => void error)\n`,
    ],
    sound: [
      'server/catch-unknown.ts',
      `${later}export const go = (): Promise<void> => later().catch((error: unknown) => void error)\n`,
    ],
  },
  {
    rule: 'consistent-type-imports',
    broken: [
      'server/type-import.ts',
      `import { Stats } from 'node:fs'\nexport const size = (stats: Stats): number => stats.size\n`,
    ],
    sound: [
      'server/type-only.ts',
      `import type { Stats } from 'node:fs'\nexport const size = (stats: Stats): number => stats.size\n`,
    ],
  },
  {
    rule: 'no-cycle',
    broken: ['server/egg.ts', `import { hen } from './hen.ts'\nexport const egg = (): unknown => hen\n`],
    sound: ['server/stone.ts', `import { egg } from './egg.ts'\nexport const stone = (): unknown => egg\n`],
  },
  { rule: 'max-lines', broken: ['db/long.ts', lines(401)], sound: ['db/short.ts', lines(400)] },
  {
    rule: 'max-lines-per-function',
    broken: ['server/long.ts', longFunction(79)],
    sound: ['server/short.ts', longFunction(78)],
  },
  {
    rule: 'max-params',
    broken: [
      'server/four.ts',
      'export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d\n',
    ],
    sound: ['server/three.ts', 'export const sum = (a: number, b: number, c: number): number => a + b + c\n'],
  },
  {
    rule: 'filename-case',
    broken: ['server/camelCase.ts', 'export {}\n'],
    sound: ['server/kebab-case.ts', 'export {}\n'],
  },
  {
    rule: 'no-console',
    broken: ['server/talk.ts', `console.log('heard')\n`],
    sound: ['scripts/talk.ts', `console.log('heard')\n`],
  },
  {
    rule: 'no-restricted-globals',
    broken: ['server/fetching.ts', `export const ask = (): Promise<unknown> => fetch('http://localhost')\n`],
    sound: ['components/fetching.ts', `export const ask = (): Promise<unknown> => fetch('/api')\n`],
  },
  {
    rule: 'no-restricted-globals',
    broken: ['server/timer.ts', 'export const wait = (): unknown => setTimeout(() => {}, 1)\n'],
    sound: [
      'server/timers.ts',
      `import { setTimeout } from 'node:timers'\nexport const wait = (): unknown => setTimeout(() => {}, 1)\n`,
    ],
  },
  {
    rule: 'no-restricted-properties',
    broken: ['server/reads.ts', `export const port = process.env['PORT']\n`],
    sound: ['server/env.ts', `export const port = process.env['PORT']\n`],
  },
  {
    rule: 'no-restricted-properties',
    broken: ['server/takes-apart.ts', 'export const { env } = process\n'],
    sound: ['scripts/takes-apart.ts', 'export const { env } = process\n'],
  },
  {
    rule: 'no-restricted-imports',
    broken: ['server/imports-env.ts', `import { env } from 'node:process'\nexport const all = env\n`],
    sound: ['server/imports-pid.ts', `import { pid } from 'node:process'\nexport const all = pid\n`],
  },
  {
    rule: 'Unused',
    broken: ['server/directive.ts', '// oxlint-disable-next-line no-console\nexport {}\n'],
    sound: ['server/no-directive.ts', '// no-console\nexport {}\n'],
  },
]

/** The other half of the cycle. */
const hen = { 'server/hen.ts': `import { egg } from './egg.ts'\nexport const hen = (): unknown => egg\n` }
const found = lint({ ...Object.fromEntries(cases.flatMap(({ broken, sound }) => [broken, sound])), ...hen })

test.each(cases)('$rule holds in $broken.0 and lets $sound.0 be', async ({ rule, broken, sound }) => {
  const named = (path: string) =>
    found.then((errors) => errors.get(path)?.filter((error) => error.includes(rule)) ?? [])
  expect(await named(broken[0])).not.toEqual([])
  expect(await named(sound[0])).toEqual([])
})
