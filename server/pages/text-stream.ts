// A long text that is written while it is taken away, so that it needs no more memory than a short one.
import { log } from '#server/log.ts'

/**
 * Asks for the next piece when the one before is on its way, and stops where nobody takes it any more.
 * One that breaks off makes the download fail, which is seen.
 * @param what for the log, such as `the export of a history`
 */
export function textStream(pieces: AsyncGenerator<string, void>, what: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let left = false
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        // Whoever left while the piece was read closed the stream with it.
        if (left) return
        if (done === true) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (err) {
        log.error({ err }, `${what} broke off`)
        controller.error(new Error('The download broke off.'))
      }
    },
    async cancel() {
      left = true
      await pieces.return()
    },
  })
}
