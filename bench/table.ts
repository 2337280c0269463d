// What a benchmark says: figures of one run, each also as a ratio to the one that it is compared with.

export type BenchRow = {
  case: string
  value: number
  /** To the value that the table compares with. */
  ratio: number
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

export function printTable({ name, unit, rows }: BenchTable): void {
  console.log(`\n${name}`)
  console.table(rows.map((row) => ({ case: row.case, [unit]: rounded(row.value), ratio: rounded(row.ratio) })))
}

/** Three figures are as many as a run on somebody's machine can mean. */
const rounded = (value: number): number => Number(value.toPrecision(3))
