// Moves the bytes of a body into a request at the pace of the slower side, and counts what has left.
import type { ClientRequest } from 'node:http'
import { Interruption, type Interruptible } from './interruptible.ts'

/** A body whose length is known before its first byte. */
export type Body = {
  /** Exact length in bytes. */
  length: number
  chunks: AsyncIterable<Uint8Array>
}

/** How a pump ended: all is out, somebody interrupted it, or the bytes themselves failed to come. */
export type PumpEnd = { end: 'sent' } | { end: 'interrupted' } | { end: 'source'; error: unknown }

export type Pump = {
  run(): Promise<PumpEnd>
  /** Bytes that were given to the connection. */
  given(): number
  /** Bytes that the operating system has taken. */
  flushed(): number
}

type Ends = {
  waits: Interruptible
  /** Told when the host is due to take bytes and when it has, so that a slow source is not held against the host. */
  onWrite: (state: 'begin' | 'end') => void
}

/** Small enough that each completed write is a sign of life from a slow host; in bytes. */
const smallPiece = 64 * 1024
/** A host whose last write took no longer than this, in milliseconds, is given all that there is at once. */
const quickMs = 250

/** Connects a body to a request; holds one chunk of it at a time. */
export function createPump(request: ClientRequest, body: Body, { waits, onWrite }: Ends): Pump {
  let given = 0
  let flushed = 0

  const write = (piece: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      given += piece.length
      request.write(piece, (error) => {
        if (error) return reject(error)
        flushed += piece.length
        resolve()
      })
    })

  async function run(): Promise<PumpEnd> {
    const iterator = body.chunks[Symbol.asyncIterator]()
    let taken = 0
    let isQuick = false
    let ended = false
    try {
      for (;;) {
        const next = await waits.wait(iterator.next())
        if (next.done) {
          ended = true
          break
        }
        taken += next.value.length
        if (taken > body.length) throw new Error(`The source gave more than its ${body.length} bytes.`)
        for (let rest = next.value; rest.length > 0; ) {
          const piece = isQuick ? rest : rest.subarray(0, smallPiece)
          rest = rest.subarray(piece.length)
          const from = performance.now()
          onWrite('begin')
          // A failed write interrupts by itself through the request's error: only the interruption is judged.
          await waits.wait(write(piece)).catch((error: unknown) => {
            waits.interrupt()
            throw error instanceof Interruption ? error : new Interruption()
          })
          onWrite('end')
          isQuick = performance.now() - from <= quickMs
        }
      }
      if (taken < body.length) throw new Error(`The source ended after ${taken} of ${body.length} bytes.`)
    } catch (error) {
      return error instanceof Interruption ? { end: 'interrupted' } : { end: 'source', error }
    } finally {
      // Not awaited: a source that hangs in `next` would hang here too.
      if (!ended) iterator.return?.().catch(() => undefined)
    }
    request.end()
    return { end: 'sent' }
  }

  return { run, given: () => given, flushed: () => flushed }
}
