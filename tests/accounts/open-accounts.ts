// The product's calls with simulated hosts at which the people of a test have accounts of their own.
import { eq } from 'drizzle-orm'
import { database } from '#db/connection.ts'
import { hostAccounts } from '#db/schema/schema.ts'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'

export const SECRET = 'the secret of these tests'
/** Keys of accounts at PixelDrain that are not the operator's. */
export const KEY = 'the-key-of-a-person'
export const NEXT_KEY = 'the-key-of-a-person, the next one'
/** Of an account at GoFile, where the operator has none; nor at Bunkr. */
export const TOKEN = 'the-token-of-a-person'

/** Starts all of it; it ends with the test file. */
export async function openAccounts() {
  const [pixeldrain, gofile, bunkr] = await Promise.all([
    startPixeldrain({ otherKeys: new Set([KEY, NEXT_KEY]) }),
    startGofile({ account: { token: TOKEN, tier: 'standard' } }),
    startBunkr(),
  ])
  for (const host of [pixeldrain, gofile, bunkr]) whenFileEnds(() => host[Symbol.asyncDispose]())
  const none = { GOFILE_TOKEN: '', BUNKR_API_KEY: '' }
  const api: Api = await openApi({ ...pixeldrain.env, ...gofile.env, ...bunkr.env, ...none, AUTH_SECRET: SECRET })
  return { api, pixeldrain, gofile, bunkr, bunkrToken: bunkr.env['BUNKR_API_KEY'] ?? '' }
}

export type Accounts = Awaited<ReturnType<typeof openAccounts>>

export const setAccount = ({ call }: Pick<Guest, 'call'>, host: string, credentials: Record<string, string>) =>
  call.account.hostAccounts.set.mutate({ host, credentials })

export const accountsOf = ({ id }: Pick<Guest, 'id'>) =>
  database().select().from(hostAccounts).where(eq(hostAccounts.userId, id))
