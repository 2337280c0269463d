// What may be uploaded, in bytes and files.
import { env } from '#server/env.ts'

export function limits(): { maxFileSize: number; maxFilesPerMirror: number } {
  const { MAX_FILE_SIZE, MAX_FILES_PER_MIRROR } = env()
  return { maxFileSize: MAX_FILE_SIZE, maxFilesPerMirror: MAX_FILES_PER_MIRROR }
}
