// Bodies for uploads: exact, short, long, failing, endless.

const MiB = 1024 * 1024

/** `size` bytes in chunks of at most `chunkBytes`. */
export async function* bytes(size: number, chunkBytes = MiB): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; at += chunkBytes) yield Buffer.alloc(Math.min(chunkBytes, size - at), at / chunkBytes)
}

/** `size` bytes, then `error`. */
export async function* failingAfter(size: number, error: Error): AsyncGenerator<Uint8Array> {
  yield* bytes(size)
  throw error
}

/** `size` bytes, then nothing more until the reader gives up. */
export async function* stallingAfter(size: number): AsyncGenerator<Uint8Array> {
  yield* bytes(size)
  await new Promise(() => undefined)
}
