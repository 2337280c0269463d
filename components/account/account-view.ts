// An account as its pages know it.
import type { RouterOutputs } from '#components/trpc/trpc.ts'

export type AccountView = RouterOutputs['account']['me']
/** Somebody who has a name. */
export type NamedAccount = AccountView & { username: string }

export const isNamed = (account: AccountView): account is NamedAccount => account.username !== null
