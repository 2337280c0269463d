// An account as its pages know it, with what is listed of it.
import type { RouterOutputs } from '#components/trpc/trpc.ts'

export type AccountView = RouterOutputs['account']['me']
/** Somebody who has a name. */
export type NamedAccount = AccountView & { username: string }

export const isNamed = (account: AccountView): account is NamedAccount => account.username !== null

type Host = RouterOutputs['mirror']['hosts'][number]
/** A host at which people can have accounts of their own. */
export type AccountHost = Host & { accounts: NonNullable<Host['accounts']> }

export const takesAccounts = (host: Host): host is AccountHost => host.accounts !== null

export type HostAccount = RouterOutputs['account']['hostAccounts']['list'][number]
export type ApiToken = RouterOutputs['account']['apiTokens']['list'][number]

/** What stands in lists; empty for a visitor, but for the hosts. */
export type Lists = { hosts: AccountHost[]; hostAccounts: HostAccount[]; apiTokens: ApiToken[] }
