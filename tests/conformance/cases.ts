// What is tried on a server, and how it went.
export type Case = { title: string; run: () => Promise<void> }
export type Outcome = { server: string; title: string; failure: string | null }

/** Runs all cases of a server, one after the other. */
export async function outcomesOf(server: string, cases: readonly Case[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const { title, run } of cases) {
    const failure = await run().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    outcomes.push({ server, title, failure })
  }
  return outcomes
}
