// The calls about the caller's own account.
import { router } from '#server/trpc/init.ts'
import { me } from './me.ts'

export const accountRouter = router({ me })
