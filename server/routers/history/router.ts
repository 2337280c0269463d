// The calls about the mirrors that somebody has made.
import { router } from '#server/trpc/init.ts'
import { list } from './list.ts'

export const historyRouter = router({ list })
