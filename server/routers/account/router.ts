// The calls about the caller's own account.
import { router } from '#server/trpc/init.ts'
import { apiTokensRouter } from './api-tokens.ts'
import { changePassword } from './change-password.ts'
import { deleteOwn } from './delete.ts'
import { endSessions } from './end-sessions.ts'
import { hostAccountsRouter } from './host-accounts.ts'
import { me } from './me.ts'
import { register } from './register.ts'
import { update } from './update.ts'

export const accountRouter = router({
  me,
  update,
  register,
  changePassword,
  endSessions,
  delete: deleteOwn,
  apiTokens: apiTokensRouter,
  hostAccounts: hostAccountsRouter,
})
