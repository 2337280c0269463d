// The calls about the mirrors that somebody has made.
import { router } from '#server/trpc/init.ts'
import { deleteMany } from './delete-many.ts'
import { deleteOne } from './delete.ts'
import { files } from './files.ts'
import { list } from './list.ts'
import { getOne } from './get.ts'
import { rename } from './rename.ts'
import { restore, restoreMany } from './restore.ts'

export const historyRouter = router({
  list,
  get: getOne,
  files,
  rename,
  delete: deleteOne,
  deleteMany,
  restore,
  restoreMany,
})
