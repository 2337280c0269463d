// Inserts of many rows, cut so that each stays below PostgreSQL's 65,535 values a statement.

/** With at most 32 columns a row. */
const MOST_ROWS = 2_000

/** The rows in order, some at a time. */
export function* inSlices<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += MOST_ROWS) yield rows.slice(from, from + MOST_ROWS)
}
