// Who the caller is, and how much is theirs.
import { sessionProcedure } from '#server/trpc/init.ts'
import { describeAccount } from './describe-account.ts'

export const me = sessionProcedure.query(({ ctx: { owner, sessionEndsAt } }) => describeAccount(owner, sessionEndsAt))
