// An account of somebody's at a host, as work on their files opens it: sealed in its row, and opened only to be used.
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Executor } from '#db/connection.ts'
import { hostAccounts } from '#db/schema/schema.ts'
import { seal, unseal } from '#server/crypto.ts'
import { type HostAccountId, hostAccountIdSchema, type HostId, hostIdSchema, Secret } from '#server/ids.ts'

export type HostAccount = {
  id: HostAccountId
  host: HostId
  /** Changes with the credentials. */
  setAt: Date
  /** By field, or null where they were sealed under an AUTH_SECRET that is not known any more. */
  credentials(): Record<string, Secret> | null
}

const purpose = (id: HostAccountId) => `account at a host: ${id}`
const stored = z.record(
  z.string(),
  z.string().transform((value) => new Secret(value)),
)

/** What the row of an account keeps of its credentials. */
export const sealCredentials = (id: HostAccountId, credentials: Readonly<Record<string, Secret>>): string => {
  const plain = Object.entries(credentials).map(([name, value]) => [name, value.reveal()] as const)
  return seal(JSON.stringify(Object.fromEntries(plain)), purpose(id))
}

function openCredentials(id: HostAccountId, sealed: string): Record<string, Secret> | null {
  const plain = unseal(sealed, purpose(id))
  return plain === null ? null : stored.parse(JSON.parse(plain))
}

/** A row as what it stands for. */
export function toHostAccount(row: Omit<typeof hostAccounts.$inferSelect, 'userId'>): HostAccount {
  const id = hostAccountIdSchema.parse(row.id)
  return {
    id,
    host: hostIdSchema.parse(row.host),
    setAt: row.setAt,
    credentials: () => openCredentials(id, row.sealed),
  }
}

/** Whoever's it is; null once it was removed, by itself or with its user. */
export async function findHostAccount(db: Executor, id: HostAccountId): Promise<HostAccount | null> {
  const [row] = await db.select().from(hostAccounts).where(eq(hostAccounts.id, id))
  return row ? toHostAccount(row) : null
}
