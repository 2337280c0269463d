// A host's reply, read to a bounded size in bounded time, before anybody has judged it.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { clearTimeout, setTimeout } from 'node:timers'
import { excerpt } from './redact.ts'

export type Answer = {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** Whether the body came whole; false when it was cut, too slow or too long. */
  complete: boolean
  /** Some of the body, safe to log. */
  excerpt: string
  /** What it means when this answer is a 2xx that makes no sense: after a write, the write may have happened. */
  odd: 'unknown' | 'unavailable'
}

/** Replies of hosts are small; more than this is not one. In bytes. */
export const usualMaxBytes = 1024 * 1024

type Reading = {
  /** For the whole body, in milliseconds. */
  ms: number
  maxBytes: number
  odd: Answer['odd']
  secrets: readonly string[]
}

/** Reads the body as far as it comes; never throws. */
export async function readAnswer(response: IncomingMessage, { ms, maxBytes, odd, secrets }: Reading): Promise<Answer> {
  const chunks: Uint8Array[] = []
  let size = 0
  const watchdog = setTimeout(() => response.destroy(), ms)
  const body: AsyncIterable<Uint8Array> = response
  try {
    for await (const chunk of body) {
      size += chunk.length
      if (size > maxBytes) break
      chunks.push(chunk)
    }
  } catch {
    // A cut shows in `complete`: what came may still hold the verdict.
  } finally {
    clearTimeout(watchdog)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    complete: response.complete && size <= maxBytes,
    excerpt: excerpt(text, secrets),
    odd,
  }
}
