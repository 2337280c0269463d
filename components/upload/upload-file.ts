// One file on its way into staging: in one PUT or in parts, as the server decided when the mirror was made.
import type { Connections } from './connections.ts'
import type { UploadApi, UploadTarget } from './upload-api.ts'
import { uploadParts } from './upload-parts.ts'
import { uploadSingle } from './upload-single.ts'

export type FileUpload = {
  fileId: string
  file: Blob
  api: UploadApi
  connections: Connections
  /** Fired by a pause, a cancel, or the end of the page. */
  signal: AbortSignal
  /** Called with the bytes of the file that are in storage or on the line. */
  onBytes: (sent: number) => void
}

/**
 * Resolves once the server has confirmed that staging holds exactly the declared bytes.
 * @param target null where an address has to be signed first
 * @param again whether this file was begun before
 * @throws {UploadError} with a sentence to show, or the signal's reason
 */
export const uploadFile = (upload: FileUpload, target: UploadTarget | null, again: boolean): Promise<void> =>
  target !== null && 'multipart' in target ? uploadParts(upload, target.multipart, again) : uploadSingle(upload, target)
