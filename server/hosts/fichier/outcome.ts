// What came of an upload: a page at the node (`end.pl`) that tells the links, late at times, and that is gone after some minutes.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, Stored } from '#server/hosts/host.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { pause } from '#server/hosts/http/pause.ts'
import { byteCount, publicLink } from '#server/hosts/taken.ts'
import { keyHeaders } from './api.ts'
import type { FichierConfig } from './config.ts'
import { fichierVerdict } from './errors.ts'
import { nodeOf, type Ticket } from './ticket.ts'

/** The id stands behind the `?`, which belongs to the address. */
const download = publicLink.transform((url, context) => {
  const id = /\?([A-Za-z0-9]{1,64})/.exec(url)?.[1]
  if (id !== undefined) return { id, url }
  context.addIssue({ code: 'custom', message: 'no id' })
  return z.NEVER
})

const link = z.object({ download, remove: publicLink.nullish().catch(null), size: byteCount.nullish().catch(null) })
const outcome = z.object({ links: z.array(link).max(1) })

/** Null while there is no link. */
async function askOutcome(config: FichierConfig, ticket: Ticket, { signal }: Call): Promise<Stored | null> {
  const { url, publicOnly } = nodeOf(ticket, config.apiUrl)
  const headers = { ...keyHeaders(config), json: '1' }
  const address = `${url.origin}/end.pl?xid=${ticket.id}`
  const answer = await config.http.call({ method: 'GET', url: address, headers, signal, publicOnly })
  const [found] = readJson(answer, outcome, fichierVerdict).links
  if (!found) return null
  const { remove, size } = found
  return { ...found.download, size: size ?? null, digests: {}, ...(remove && { extra: { remove } }) }
}

const firstPauseMs = 500
const longestPauseMs = 10_000

export type Outcome = { stored: Stored } | { stored: null; lastError: HostError | null }

type Patience = {
  call: Call
  /** For how long it is asked; 0 asks once. In milliseconds. */
  forMs: number
}

/** Asks until there is a link or the time for it is over; an answer that fails is no answer. */
export async function awaitOutcome(config: FichierConfig, ticket: Ticket, { call, forMs }: Patience): Promise<Outcome> {
  const until = performance.now() + forMs
  for (let ms = firstPauseMs; ; ms = Math.min(ms * 2, longestPauseMs)) {
    let lastError: HostError | null = null
    try {
      const stored = await askOutcome(config, ticket, call)
      if (stored) return { stored }
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      lastError = error
    }
    const left = until - performance.now()
    if (left <= 0) return { stored: null, lastError }
    await pause(Math.min(ms, left), call.signal)
  }
}
