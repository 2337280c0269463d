// Tells the server of the files, as a guest if this browser is nobody yet.
import type { TrpcClient } from '#components/trpc/trpc.ts'
import { asSomebody } from '#components/session/as-somebody.ts'
import type { CreatedMirror } from './upload-api.ts'
import type { PickedFile } from './picked-files.ts'

// A longer title would be cut in an odd place; without one the server finds a name of its own.
const MOST_NICKNAME = 60

/**
 * Makes a mirror of `picked`, in that order.
 * @throws {Error} with a sentence to show
 */
export async function createMirror(
  client: TrpcClient,
  title: string,
  picked: readonly PickedFile[],
): Promise<CreatedMirror> {
  const files = picked.map(({ file, path }) => ({
    name: file.name,
    size: file.size,
    ...(file.type === '' ? {} : { type: file.type }),
    ...(path === null ? {} : { path }),
  }))
  const mirror = { files, ...(title.length <= MOST_NICKNAME ? { nickname: title } : {}) }
  return asSomebody(() => client.mirror.create.mutate(mirror))
}
