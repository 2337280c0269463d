// What a test file has made and must leave behind no trace of; `file-setup.ts` runs it when the file is over.

type Cleanup = (outcome: { failed: boolean }) => unknown

const cleanups: Cleanup[] = []

/** Runs `cleanup` when this test file is over, the last registered first; it learns whether a test of the file failed. */
export const whenFileEnds = (cleanup: Cleanup): void => void cleanups.push(cleanup)

/** Runs every cleanup, also when one fails. */
export async function cleanUp(outcome: { failed: boolean }): Promise<void> {
  const errors: unknown[] = []
  for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
    try {
      await cleanup(outcome)
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'A test file could not be cleaned up')
}
