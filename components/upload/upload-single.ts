// A file that fits into one PUT.
import { askServer } from './ask-server.ts'
import { withAttempts } from './attempts.ts'
import { putBytes } from './put-bytes.ts'
import type { SinglePut } from './upload-api.ts'
import { UploadError } from './upload-error.ts'
import type { FileUpload } from './upload-file.ts'

// A URL that runs out while the bytes are on their way is no use, so one that is about to is replaced first.
const LEAST_LIFE_MS = 60_000

const fresh = (target: SinglePut) => target.expiresAt.getTime() - Date.now() > LEAST_LIFE_MS

/** Puts the file into staging; each further try has a URL signed for it, and so has the first where none is `given`. */
export async function uploadSingle(upload: FileUpload, given: SinglePut | null): Promise<void> {
  const { file, api, connections, signal, onBytes } = upload
  await connections.take(
    'whole',
    () =>
      withAttempts(async (before) => {
        const target = before === 0 && given && fresh(given) ? given : await signAnew(upload)
        onBytes(0)
        await putBytes({ url: target.url, headers: target.headers, body: file, signal, onBytes })
      }, signal),
    signal,
  )
  await withAttempts(() => askServer(() => api.complete(upload.fileId, undefined, signal), signal), signal)
}

async function signAnew({ api, fileId, signal }: FileUpload): Promise<SinglePut> {
  const target = await askServer(() => api.signUpload(fileId, signal), signal)
  if ('multipart' in target) throw new UploadError('refused')
  return target
}
