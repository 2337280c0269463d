// The test that stands for something that a host cannot do: it shows that it does not, and its reason goes into the table.
import { test } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Why a host cannot do what other hosts can. */
    lack?: string
  }
}

/** @param show fails when the host can do it after all, or does something else in its place than it should */
export const lacking = (what: string, reason: string, show: () => unknown): void =>
  test(`${what}: ${reason}`, async ({ task }) => {
    task.meta.lack = `${what}: ${reason}`
    await show()
  })
