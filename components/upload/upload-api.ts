// What the upload engine asks of the server, so that it needs to know neither React nor tRPC's client.
import type { RouterInputs, RouterOutputs, TrpcClient } from '#components/trpc/trpc.ts'

type Mirror = RouterOutputs['mirror']

export type CreatedMirror = Mirror['create']
export type CreatedFile = CreatedMirror['files'][number]
/** Of a file whose bytes this browser has; others are fetched by the server. */
export type UploadTarget = Exclude<CreatedFile['upload'], { fetching: true }>
export type SinglePut = Extract<UploadTarget, { method: 'PUT' }>
export type MultipartUpload = Extract<UploadTarget, { multipart: unknown }>['multipart']
export type NewFile = RouterInputs['mirror']['create']['files'][number]
export type PartUrl = Mirror['signParts'][number]
/** What has arrived of each file. */
export type ArrivedFiles = Mirror['uploads']
export type StoredPart = Mirror['listParts'][number]
export type PartTag = { partNumber: number; etag: string }

export type UploadApi = {
  signUpload(fileId: string, signal: AbortSignal): Promise<UploadTarget>
  signParts(fileId: string, partNumbers: number[], signal: AbortSignal): Promise<PartUrl[]>
  listParts(fileId: string, signal: AbortSignal): Promise<StoredPart[]>
  complete(fileId: string, parts: PartTag[] | undefined, signal: AbortSignal): Promise<unknown>
  abort(fileId: string): Promise<unknown>
  arrived(mirrorId: string, signal: AbortSignal): Promise<ArrivedFiles>
}

/** The engine's six questions as tRPC calls. */
export const uploadApi = (client: TrpcClient): UploadApi => ({
  signUpload: (fileId, signal) => client.mirror.signUpload.mutate({ fileId }, { signal }),
  signParts: (fileId, partNumbers, signal) => client.mirror.signParts.mutate({ fileId, partNumbers }, { signal }),
  listParts: (fileId, signal) => client.mirror.listParts.query({ fileId }, { signal }),
  complete: (fileId, parts, signal) =>
    client.mirror.completeUpload.mutate(parts === undefined ? { fileId } : { fileId, parts }, { signal }),
  abort: (fileId) => client.mirror.abortUpload.mutate({ fileId }),
  arrived: (id, signal) => client.mirror.uploads.query({ id }, { signal }),
})
