// Prints what the suite of the hosts came to, as a table of adapters and themes, with the reasons for what one cannot do.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reporter, TestModule, TestSuite } from 'vitest/node'

/** Themes that every host has; a suite with these in it is one of the hosts. */
const marks = ['sizes', 'replies', 'a copy', 'a group']

type Row = { title: string; cells: Map<string, string>; lacks: string[] }

const suitesOf = (parent: TestModule | TestSuite) => [...parent.children.suites()]

const isHost = (suite: TestSuite) => {
  const names = new Set(suitesOf(suite).map(({ name }) => name))
  return marks.every((mark) => names.has(mark))
}

function rowOf(host: TestSuite): Row {
  const lacks: string[] = []
  const cells = suitesOf(host).map((theme) => {
    const tests = [...theme.children.allTests()]
    const failed = tests.filter((test) => test.result().state === 'failed').length
    const reasons = tests.map((test) => test.meta().lack).filter((lack) => lack !== undefined)
    lacks.push(...reasons.map((reason) => `${theme.name}: ${reason}`))
    const passed = tests.length - failed - reasons.length
    const words = [
      ...(passed > 0 ? [`${passed}`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...reasons.map(() => '–'),
    ]
    return [theme.name, words.join(' ')] as const
  })
  return { title: host.name, cells: new Map(cells), lacks }
}

/** As Markdown, for the terminal and for a file beside the other results. */
function tableOf(rows: readonly Row[]): string {
  const themes = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))]
  const width = Math.max(...rows.map(({ title }) => title.length))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(at === 0 ? width : (themes[at - 1]?.length ?? 0))).join(' | ')} |`
  const lines = [
    line(['', ...themes]),
    line(['-'.repeat(width), ...themes.map((theme) => '-'.repeat(theme.length))]),
    ...rows.map(({ title, cells }) => line([title, ...themes.map((theme) => cells.get(theme) ?? '')])),
    '',
    '–: what the host cannot do, which is shown too:',
    ...rows.flatMap(({ title, lacks }) => lacks.map((lack) => `- ${title}, ${lack}`)),
  ]
  return lines.join('\n')
}

/** Says nothing where no host was put through its suite. */
export default class HostTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const hosts = modules.flatMap((module) => suitesOf(module).filter(isHost))
    if (hosts.length === 0) return
    const rows = hosts.map(rowOf).toSorted((one, other) => one.title.localeCompare(other.title, 'en'))
    const table = tableOf(rows)
    process.stdout.write(`\nHosts and what each passed:\n\n${table}\n\n`)
    writeFileSync(join(import.meta.dirname, '..', '.artifacts', 'hosts.md'), `${table}\n`)
  }
}
