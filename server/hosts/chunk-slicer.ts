// Cuts one stream that can be read once into consecutive parts, holding no more than one chunk of it.

export type ChunkSlicer = {
  /** The next `size` bytes; read one part to its end before the next is begun. */
  next(size: number): AsyncGenerator<Uint8Array>
  /** Lets the source go, however far it was read. */
  close(): void
}

export function chunkSlicer(source: AsyncIterable<Uint8Array>): ChunkSlicer {
  const iterator = source[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array()
  return {
    async *next(size) {
      let missing = size
      while (missing > 0) {
        if (rest.length === 0) {
          const step = await iterator.next()
          if (step.done) throw new Error(`The source ended ${missing} bytes early.`)
          rest = step.value
        }
        const piece = rest.subarray(0, missing)
        rest = rest.subarray(piece.length)
        missing -= piece.length
        yield piece
      }
    },
    close() {
      // Not awaited: a source that hangs would hang here too.
      iterator.return?.().catch(() => undefined)
    },
  }
}
