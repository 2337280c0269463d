// The one log: JSON lines on stderr, with secrets, cookies and the signatures of presigned URLs taken out.
import { type DestinationStream, destination, type Logger, pino } from 'pino'
import { readEnvironment } from '#server/env.ts'
import { currentRequestId } from '#server/request-id.ts'

const hidden = ['authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret', 'credentials']
const redactedPaths = hidden.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])

/** Takes the query and the user of each URL out of a text: a presigned URL is a key to a file, a connection URL to a database. */
export const withoutUrlSecrets = (text: string): string =>
  text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/"'@\\]+@/gi, '$1[hidden]@')
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s"'<>?\\]+)\?[^\s"'<>\\]+/gi, '$1?[hidden]')

/** Whoever has the id of a mirror can see it: its beginning is enough to find it by. */
const shortened = (id: unknown) => (typeof id === 'string' ? `${id.slice(0, 8)}…` : id)

const MAX_CAUSES = 8

/**
 * What an error says, without the values of a statement that failed: the query library puts hashes, addresses and names of
 * files behind this word, and who wraps its error may repeat it.
 */
const safeMessage = ({ message }: Error): string => message.replace(/^(Failed query: .*?\nparams: ).*$/s, '$1[hidden]')

/** An error and the chain of its causes as plain data; properties of errors other than `code` are left out, since they may hold bodies and headers. */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error
  const message = safeMessage(error)
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  // The stack begins with the message.
  const stack = error.stack === undefined ? {} : { stack: error.stack.replace(error.message, () => message) }
  const cause =
    error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: serializeError(error.cause, depth + 1) }
  return { type: error.name, message, ...code, ...stack, ...cause }
}

const ofRequest = () => {
  const requestId = currentRequestId()
  return requestId === undefined ? {} : { requestId }
}

const level = () => {
  const read = readEnvironment()
  return 'environment' in read ? read.environment.LOG_LEVEL : 'info'
}

/** A log that writes to `stream`; the product's own is `log`. */
export const createLog = (stream: DestinationStream): Logger =>
  pino(
    {
      level: level(),
      base: null,
      mixin: ofRequest,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[hidden]' },
      serializers: { err: serializeError, error: serializeError, mirrorId: shortened },
      hooks: { streamWrite: withoutUrlSecrets },
    },
    stream,
  )

/** Written synchronously, so that the last line before an exit is not lost. */
export const log: Logger = createLog(destination({ fd: 2, sync: true }))
