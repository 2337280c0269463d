// How the link of a row is found, which gets the focus when the row before it is gone.
import type { HistoryItem } from './filter.ts'

export const rowLinkId = (id: HistoryItem['id']): string => `mirror-${id}`
