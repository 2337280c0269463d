// Gives up many files at the server, a few calls at a time.
import type { UploadApi } from './upload-api.ts'

const AT_ONCE = 4

/**
 * Tells the server that none of these files comes any more.
 * @throws the first error, once every file was tried
 */
export async function abortAll(api: Pick<UploadApi, 'abort'>, fileIds: readonly string[]): Promise<void> {
  const left = [...fileIds]
  const errors: unknown[] = []
  const lane = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift())
      await api.abort(id).catch((error: unknown) => errors.push(error))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  if (errors.length > 0) throw errors[0]
}
