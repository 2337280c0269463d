// What all files of a process share while they are mirrored: places at hosts, memory, signs of life, settlements.
import type { Database } from '#db/connection.ts'
import { HostSlots } from './host-slots.ts'
import { Leases } from './leases.ts'
import { Settlements } from './settlements.ts'
import { WindowBudget } from './window-budget.ts'

export type Shared = { slots: HostSlots; windows: WindowBudget; leases: Leases; settlements: Settlements }

const MOST_UPLOADS = 64

/**
 * @param bufferBytes for all files under way together
 * @param uploads at once, over all files and hosts
 */
export const openShared = (database: Database, bufferBytes: number, uploads = MOST_UPLOADS): Shared => ({
  slots: new HostSlots(uploads),
  windows: new WindowBudget(bufferBytes),
  leases: new Leases(database),
  settlements: new Settlements(database),
})
