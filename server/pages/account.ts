// The account of whoever looks at a page, and where a sign-in may lead to.
import { TRPCError } from '@trpc/server'
import { headers } from 'next/headers'
import { baseUrl } from '#server/base-url.ts'
import type { RouterOutputs } from '#server/routers/root.ts'
import { pageCaller } from './caller.ts'

/** Null for a visitor, who has none. */
export async function getOwnAccount(): Promise<RouterOutputs['account']['me'] | null> {
  try {
    return await (await pageCaller()).account.me()
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'UNAUTHORIZED') return null
    throw error
  }
}

/** What is listed on the page about an account: hosts for everybody, and the rest for who has one. */
export async function getAccountLists(hasAccount: boolean) {
  const { mirror, account } = await pageCaller()
  const [hosts, hostAccounts, apiTokens] = await Promise.all([
    mirror.hosts(),
    hasAccount ? account.hostAccounts.list() : [],
    hasAccount ? account.apiTokens.list() : [],
  ])
  return { hosts, hostAccounts, apiTokens }
}

/**
 * The path of an address of this site, and of any other address `instead`: nobody is to be led away from here by a link.
 * @param address as it stands in a query, so anything
 */
export async function ownPath(address: unknown, instead: string): Promise<string> {
  const base = baseUrl(await headers())
  if (typeof address !== 'string' || !URL.canParse(address, base)) return instead
  const { origin, pathname, search, hash } = new URL(address, base)
  return origin === new URL(base).origin ? `${pathname}${search}${hash}` : instead
}
