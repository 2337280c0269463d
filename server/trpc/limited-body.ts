// How much a call may say: its files go to storage, so a body that is larger than the longest list of files is no call.
import { env } from '#server/env.ts'
import { AppError } from '#server/errors.ts'
import { toTrpcError } from './error-formatter.ts'

/** The longest name and path of a file, in bytes as JSON holds them, and what stands around them. */
const BYTES_PER_FILE = 16 * 1024
const BYTES_BESIDE = 1024 ** 2

const tooLarge = () =>
  toTrpcError(new AppError('PAYLOAD_TOO_LARGE', 'This call is too large. Files go to storage, not through calls.'))

/** The same request, whose body breaks off with PAYLOAD_TOO_LARGE as soon as it is too long, whatever length it declared. */
export function withLimitedBody(request: Request): Request {
  if (!request.body) return request
  const most = BYTES_BESIDE + env().MAX_FILES_PER_MIRROR * BYTES_PER_FILE
  let bytes = 0
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      bytes += piece.length
      if (bytes > most) controller.error(tooLarge())
      else controller.enqueue(piece)
    },
  })
  // The web's own types do not know that a streamed body has to say so.
  const init: RequestInit & { duplex: 'half' } = { body: request.body.pipeThrough(count), duplex: 'half' }
  return new Request(request, init)
}
