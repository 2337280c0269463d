// What an upload in parts leaves for the next attempt: sealed beside its transfer, and written by the attempt that holds it.
import { and, eq } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { transfers } from '#db/schema/schema.ts'
import { seal, unseal } from '#server/crypto.ts'
import type { Lease, TransferId } from '#server/ids.ts'

const purpose = (id: TransferId) => `upload of ${id}`

export type StoredNote = { load(): Promise<string | null>; save(note: string | null): Promise<void> }

/** The note of a transfer, for the attempt with this lease: who has lost it changes nothing. */
export const resumeNote = (db: Executor, id: TransferId, lease: Lease): StoredNote => ({
  async load() {
    const [row] = await db.select({ sealed: transfers.resumeNote }).from(transfers).where(eq(transfers.id, id))
    return row?.sealed ? unseal(row.sealed, purpose(id)) : null
  },
  async save(note) {
    await db
      .update(transfers)
      .set({ resumeNote: note === null ? null : seal(note, purpose(id)) })
      .where(and(eq(transfers.id, id), eq(transfers.lease, lease)))
  },
})
