// The states of a mirror, a file and a transfer, as docs/mirroring.md draws them; the database holds to the same lists.
import { sql } from 'drizzle-orm'

export const mirrorStatuses = ['uploading', 'queued', 'mirroring', 'done', 'partial', 'failed', 'expired'] as const
export type MirrorStatus = (typeof mirrorStatuses)[number]

/** Nothing more happens to a mirror of these by itself. */
export const overStatuses = ['done', 'partial', 'failed', 'expired'] as const satisfies MirrorStatus[]
export const isOver = (status: MirrorStatus): boolean => overStatuses.some((over) => over === status)

export const fileStatuses = ['uploading', 'staged', 'released', 'aborted', 'expired'] as const
export type FileStatus = (typeof fileStatuses)[number]

export const transferStatuses = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type TransferStatus = (typeof transferStatuses)[number]

/** `making`: a group that comes before its files; `wanted`, then `saving`: a list that comes after them. */
export const groupStates = ['none', 'making', 'wanted', 'saving', 'made', 'failed'] as const
export type GroupState = (typeof groupStates)[number]

export const verifications = ['checksum', 'size', 'reply'] as const
export type Verification = (typeof verifications)[number]

/** What a host says of a copy when it is asked later; `unknown` where it cannot be told. */
export const linkStates = ['alive', 'dead', 'unknown'] as const
export type LinkState = (typeof linkStates)[number]

/** Why an operator took a mirror down: the law demands it (HTTP 451), or the rules of the site do (410). */
export const takedownKinds = ['legal', 'rules'] as const
export type TakedownKind = (typeof takedownKinds)[number]

/** What a report says is wrong with a mirror. */
export const reportReasons = ['illegal', 'malware', 'copyright', 'personal', 'other'] as const
export type ReportReason = (typeof reportReasons)[number]

/** The list as SQL for a check constraint. The values are our own constants, never input. */
export const oneOf = (values: readonly string[]) => sql.raw(`(${values.map((value) => `'${value}'`).join(', ')})`)
