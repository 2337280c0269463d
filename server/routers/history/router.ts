// The calls about the mirrors that somebody has made.
import { router } from '#server/trpc/init.ts'
import { deleteOne } from './delete.ts'
import { files } from './files.ts'
import { list } from './list.ts'
import { rename } from './rename.ts'

export const historyRouter = router({ list, files, rename, delete: deleteOne })
