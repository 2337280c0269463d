// Ids and secrets as types of their own, so that one is never passed where another is due.
import { z } from 'zod'

export const userIdSchema = z.uuid().brand<'UserId'>()
export const mirrorIdSchema = z.uuid().brand<'MirrorId'>()
export const fileIdSchema = z.uuid().brand<'FileId'>()
export const transferIdSchema = z.uuid().brand<'TransferId'>()
export const hostAccountIdSchema = z.uuid().brand<'HostAccountId'>()
export const apiTokenIdSchema = z.uuid().brand<'ApiTokenId'>()
export const hostIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'is not a host id')
  .brand<'HostId'>()

export type UserId = z.infer<typeof userIdSchema>
export type MirrorId = z.infer<typeof mirrorIdSchema>
export type FileId = z.infer<typeof fileIdSchema>
export type TransferId = z.infer<typeof transferIdSchema>
/** An account that somebody has at a host themselves. */
export type HostAccountId = z.infer<typeof hostAccountIdSchema>
export type ApiTokenId = z.infer<typeof apiTokenIdSchema>
export type HostId = z.infer<typeof hostIdSchema>

/** The user that a session belongs to. Only `server/auth/session.ts` makes one; queries with an owner take nothing else. */
export type OwnerId = UserId & z.core.$brand<'OwnerId'>

/** The token of one attempt at a transfer: a write that carries an older one changes nothing. */
export const leaseSchema = z.uuid().brand<'Lease'>()
export type Lease = z.infer<typeof leaseSchema>

const inspect = Symbol.for('nodejs.util.inspect.custom')

/** A value that prints, serialises and inspects as `[secret]`; `reveal()` is the only way to it. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect](): string {
    return '[secret]'
  }
}
