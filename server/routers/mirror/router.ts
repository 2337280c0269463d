// The calls about a mirror, from its files to its links.
import { router } from '#server/trpc/init.ts'
import { abortUpload } from './abort-upload.ts'
import { cancel } from './cancel.ts'
import { completeUpload } from './complete-upload.ts'
import { create } from './create.ts'
import { fit } from './fit.ts'
import { get } from './get.ts'
import { hosts } from './hosts.ts'
import { listParts } from './list-parts.ts'
import { progress } from './progress.ts'
import { report } from './report.ts'
import { retry } from './retry.ts'
import { share } from './share.ts'
import { sharing } from './sharing.ts'
import { signParts } from './sign-parts.ts'
import { signUpload } from './sign-upload.ts'
import { start } from './start.ts'
import { uploads } from './uploads.ts'

export const mirrorRouter = router({
  hosts,
  create,
  signUpload,
  signParts,
  listParts,
  abortUpload,
  completeUpload,
  uploads,
  fit,
  start,
  get,
  progress,
  retry,
  cancel,
  share,
  sharing,
  report,
})
