// The paths of a simulated host: a table of method, pattern, operation and handler.
import type { Exchange } from './exchange.ts'
import type { Operation } from './fault.ts'
import type { Reply } from './reply.ts'

export type Handler = (exchange: Exchange) => Promise<Reply> | Reply

export type Route = { method: string; pattern: RegExp; operation: Operation; handle: Handler }

/** A route; `:name` in the path stands for one segment, given percent-decoded in `exchange.params`. */
export const route = (method: string, path: string, operation: Operation, handle: Handler): Route => ({
  method,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
  operation,
  handle,
})

/** The route of a request with its parameters set; HEAD is served by GET. Null when there is none. */
export function match(routes: readonly Route[], exchange: Exchange): Route | null {
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method
  for (const each of routes) {
    const found = each.method === method ? each.pattern.exec(exchange.path) : null
    if (!found) continue
    exchange.params = Object.fromEntries(
      Object.entries(found.groups ?? {}).map(([name, value]) => [name, decode(value)]),
    )
    return each
  }
  return null
}

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
