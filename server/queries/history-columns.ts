// What is read of a mirror for the history.
import { mirrors } from '#db/schema/schema.ts'
import type { Order } from './history-order.ts'

export const mirrorColumns = {
  id: mirrors.id,
  name: mirrors.name,
  uploadedAt: mirrors.uploadedAt,
  durationMs: mirrors.durationMs,
  status: mirrors.status,
}

/** With the place in the order. */
export const placedColumns = ({ key }: Order) => ({ ...mirrorColumns, key: key.as('key') })
