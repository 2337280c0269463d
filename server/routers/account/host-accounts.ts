// The caller's own accounts at hosts: which there are, set, and removed. What they are made of comes in here and never goes out.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { countHostAccountTry, forgiveHostAccountTry } from '#server/auth/rate-limits.ts'
import { clientAddress } from '#server/client-address.ts'
import { AppError, type FieldErrors, fieldError } from '#server/errors.ts'
import type { Credentials, HostAccounts } from '#server/hosts/host.ts'
import { findEntry } from '#server/hosts/registry.ts'
import { hostIdSchema, Secret } from '#server/ids.ts'
import { listHostAccounts, removeHostAccount, setHostAccount } from '#server/queries/host-accounts.ts'
import { browserProcedure, router } from '#server/trpc/init.ts'
import { checkHostAccount } from './check-host-account.ts'

/** In characters; no host has longer ones. */
const MOST_CHARACTERS = 512

const list = browserProcedure.query(({ ctx: { owner } }) => listHostAccounts(database(), owner))

const given = z.object({
  host: hostIdSchema,
  credentials: z.record(
    z.string(),
    z.string().transform((value) => new Secret(value)),
  ),
})

const set = browserProcedure.input(given).mutation(async ({ ctx, input: { host, credentials: typed } }) => {
  const { owner } = ctx
  const entry = findEntry(host)
  if (!entry?.accounts) throw fieldError('BAD_REQUEST', 'host', `The host “${host}” takes no accounts of yours.`)
  const { accounts } = entry
  const credentials = checkFields(accounts, typed)
  const one = { user: owner, address: clientAddress(ctx.headers) }
  await countHostAccountTry(one)
  await checkHostAccount({ entry, accounts, credentials })
  await forgiveHostAccountTry(one)
  return { host, setAt: await setHostAccount(database(), owner, { host, credentials }) }
})

/** @throws {AppError} BAD_REQUEST with a sentence for each field that is missing or cannot be meant, and for those that are too much */
function checkFields({ fields }: HostAccounts, typed: Credentials): Credentials {
  const faults: FieldErrors = {}
  for (const [name, { label }] of Object.entries(fields)) {
    const fault = faultOf(label, Object.hasOwn(typed, name) ? typed[name]?.reveal() : undefined)
    if (fault !== null) faults[name] = [fault]
  }
  if (Object.keys(typed).some((name) => !Object.hasOwn(fields, name)))
    faults['credentials'] = [`An account there is made of ${Object.keys(fields).join(' and ')} alone.`]
  const [first] = Object.values(faults)
  if (first) throw new AppError('BAD_REQUEST', first.join(' '), { fields: faults })
  return typed
}

function faultOf(label: string, value: string | undefined): string | null {
  if (value === undefined || value === '') return `${label}: it is missing.`
  if (Array.from(value).length > MOST_CHARACTERS) return `${label}: it has at most ${MOST_CHARACTERS} characters.`
  return /\p{Cc}/u.test(value) ? `${label}: it has no control characters.` : null
}

const remove = browserProcedure
  .input(z.object({ host: hostIdSchema }))
  .mutation(async ({ ctx: { owner }, input: { host } }) => {
    await removeHostAccount(database(), owner, host)
    return { host }
  })

export const hostAccountsRouter = router({ list, set, remove })
