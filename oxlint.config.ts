// The rules of the lint: errors only, walls between folders from the table in `oxlint.walls.ts`, exceptions here and never inline.
import { defineConfig, type OxlintOverride } from 'oxlint'
import { rest, type Wall, walls } from './oxlint.walls.ts'

/** Deeper than any folder of the project goes. */
const DEPTHS = 6

const environment = {
  name: 'node:process',
  importNames: ['env'],
  message: 'server/env.ts reads the environment: import env() from there.',
}

/** A leading # opens a comment in the patterns of the rule, and a class of one character does not. */
const alias = (path: string): string => {
  const [not, name] = path.startsWith('!') ? ['!', path.slice(1)] : ['', path]
  return `${not}[#]${name.endsWith('/') ? `${name}**` : name}`
}
const opposite = (path: string): string => (path.startsWith('!') ? path.slice(1) : `!${path}`)

/** The rule of a wall for the files that lie `depth` folders below it: a relative path must not climb over it. */
function importsOf(
  { place, mayImport, typesOf = [], without = [] }: Wall,
  depth: number,
): NonNullable<OxlintOverride['rules']> {
  const own = place.endsWith('.ts') || place === rest ? [] : [`${place}/`]
  const climb = place === rest ? Math.max(depth, 1) : depth + 1
  const closed = ['*/', ...[...own, ...mayImport, ...typesOf].map(opposite)].map(alias)
  const types = typesOf.map((path) => ({
    regex: `^#${path}`,
    allowTypeImports: true,
    message: `${place} may import types from here and nothing else.`,
  }))
  const patterns = [
    // These first: a path that the next pattern lets through is looked at no further.
    ...types,
    { group: closed, message: `${place} may not import this: oxlint.walls.ts says what it may.` },
    {
      regex: `^(\\.\\./){${climb}}`,
      message: 'What lies in another folder is imported by its alias, such as #server/….',
    },
    ...without.map(({ pattern, instead }) => ({ regex: pattern, message: instead })),
  ]
  return { 'no-restricted-imports': ['error', { paths: [environment], patterns }] }
}

/** A later override replaces the options of a rule, so each holds all of its place. */
const overridesOf = (wall: Wall): OxlintOverride[] =>
  wall.place.endsWith('.ts')
    ? [{ files: [wall.place], rules: importsOf(wall, 0) }]
    : Array.from({ length: DEPTHS }, (_, depth) => ({
        files: [`${wall.place}/${'*/'.repeat(depth)}*.{ts,tsx}`],
        rules: importsOf(wall, depth),
      }))

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'node', 'react'],
  categories: { correctness: 'error' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['.next', '.data*', 'next-env.d.ts', 'tests/.artifacts'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-unsafe-type-assertion': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-unnecessary-condition': 'error',
    'typescript/no-unnecessary-type-assertion': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/use-unknown-in-catch-callback-variable': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-cycle': 'error',
    'max-lines': ['error', { max: 400 }],
    // Vitest wants its context taken apart, also where nothing of it is used.
    'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    // XML and header names forbid control characters, so they stand in patterns; `then` is a field of plain data here;
    // a copied set may be changed while it is walked, and a spread groups fields of an object.
    'no-control-regex': 'off',
    'unicorn/no-thenable': 'off',
    'unicorn/no-useless-spread': 'off',
    'max-params': ['error', { max: 3 }],
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'no-console': 'error',
    'no-restricted-properties': [
      'error',
      { object: 'process', property: 'env', message: 'server/env.ts reads the environment: import env() from there.' },
    ],
  },
  overrides: [
    ...walls.flatMap(overridesOf),
    {
      files: ['server/**'],
      rules: {
        'max-lines-per-function': ['error', { max: 80 }],
        'no-restricted-globals': [
          'error',
          { name: 'fetch', message: 'It may buffer a body and hides early answers: take undici or node:http.' },
          {
            name: 'setTimeout',
            message: 'Take it from node:timers/promises, which knows a signal, or from node:timers.',
          },
        ],
      },
    },
    // What people read is in components/messages, in each language; signs between words are in the page.
    {
      files: ['components/**/*.tsx', 'app/**/*.tsx'],
      rules: {
        'react/jsx-no-literals': [
          'error',
          { noStrings: false, allowedStrings: ['·', ':', '.', ',', '%', 'EasyMirror'] },
        ],
      },
    },
    // Programs for developers speak through the terminal and pass their environment on.
    { files: ['scripts/**', 'bench/**', 'docs/**'], rules: { 'no-console': 'off', 'no-restricted-properties': 'off' } },
    { files: ['server/env.ts', 'tests/**', '*.config.*'], rules: { 'no-restricted-properties': 'off' } },
    // A value that every copy of the module gets from one global store has its type by its name only.
    { files: ['server/process-wide.ts'], rules: { 'typescript/no-unsafe-type-assertion': 'off' } },
    // The rule takes a flag that a callback sets for constant.
    {
      files: ['server/hosts/http/{call,send-file}.ts', 'server/hosts/gofile/account.ts'],
      rules: { 'typescript/no-unnecessary-condition': 'off' },
    },
    // Nothing that a virtualizer returns is kept from one drawing to the next, and there is no compiler that would.
    { files: ['components/dashboard/virtual-rows.tsx'], rules: { 'react/incompatible-library': 'off' } },
    // Rates come from the clock, which a render must not read.
    { files: ['components/mirror/use-host-rates.ts'], rules: { 'react/set-state-in-effect': 'off' } },
    // It goes to browsers as it is, so it has no types.
    {
      files: ['public/sw.js'],
      rules: {
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
    // The faults that spoil a reply are told apart one function further on.
    { files: ['tests/simulators/strike.ts'], rules: { 'typescript/switch-exhaustiveness-check': 'off' } },
    // The rows of a table are parameters.
    { files: ['tests/simulators/routes.ts'], rules: { 'max-params': 'off' } },
    // A test reads replies as they come from the wire, and one that is not as expected fails it; rows of a table are parameters.
    {
      files: ['tests/**/*.test.ts', 'tests/simulators/client.ts'],
      rules: {
        'max-params': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
  ],
})
