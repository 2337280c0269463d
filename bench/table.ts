// What a benchmark says: figures of one run, each also as a ratio to the one that it is compared with.

/** What a figure has to be. */
export type Target = { atLeast: number } | { atMost: number }

export type BenchRow = {
  case: string
  value: number
  /** To the value that the table compares with. */
  ratio: number
  target?: Target
  /** Whether the value is what its target wants. */
  met?: boolean
}

export type BenchTable = { name: string; unit: string; rows: BenchRow[] }

/** The middle one of some figures. */
export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0

/** A table whose ratios are to its first row. */
export function tableOf(name: string, unit: string, cases: readonly { case: string; value: number }[]): BenchTable {
  const base = cases[0]?.value || 1
  return { name, unit, rows: cases.map((row) => ({ ...row, ratio: row.value / base })) }
}

export type Aim = { case: string; value: number; target: Target }

const meets = (value: number, target: Target): boolean =>
  'atLeast' in target ? value >= target.atLeast : value <= target.atMost

/** A table whose ratios are to the target of each row. */
export function targetTable(name: string, unit: string, aims: readonly Aim[]): BenchTable {
  const rows = aims.map(({ case: what, value, target }) => {
    const wanted = 'atLeast' in target ? target.atLeast : target.atMost
    return { case: what, value, ratio: value / wanted, target, met: meets(value, target) }
  })
  return { name, unit, rows }
}

export function printTable({ name, unit, rows }: BenchTable): void {
  console.log(`\n${name}`)
  console.table(
    rows.map((row) => ({
      case: row.case,
      [unit]: rounded(row.value),
      ratio: rounded(row.ratio),
      ...(row.target && { target: wordsOf(row.target), '': row.met ? 'ok' : 'missed' }),
    })),
  )
}

const wordsOf = (target: Target): string => ('atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`)

/** Three figures are as many as a run on somebody's machine can mean. */
const rounded = (value: number): number => Number(value.toPrecision(3))
