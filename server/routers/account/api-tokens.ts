// The caller's API tokens: which there are, made, and revoked. A token goes out once, in the answer to the call that makes it.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { newApiToken } from '#server/auth/api-tokens.ts'
import { apiTokenIdSchema } from '#server/ids.ts'
import { addApiToken, listApiTokens, removeApiToken } from '#server/queries/api-tokens.ts'
import { browserProcedure, router } from '#server/trpc/init.ts'

const list = browserProcedure.query(({ ctx: { owner } }) => listApiTokens(database(), owner))

const name = z
  .string('Name the token.')
  .trim()
  .min(1, 'Name the token.')
  .max(60, 'The name of a token has at most 60 characters.')
  .regex(/^\P{Cc}*$/u, 'The name of a token has no control characters.')

const create = browserProcedure.input(z.object({ name })).mutation(async ({ ctx: { owner }, input: { name } }) => {
  const { token, hash } = newApiToken()
  return { id: await addApiToken(database(), owner, { name, hash }), token }
})

const revoke = browserProcedure
  .input(z.object({ id: apiTokenIdSchema }))
  .mutation(async ({ ctx: { owner }, input: { id } }) => {
    await removeApiToken(database(), owner, id)
    return { id }
  })

export const apiTokensRouter = router({ list, create, revoke })
