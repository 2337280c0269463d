// A ticket: the node that takes one upload, and the number under which it tells what came of it.
import { z } from 'zod'
import type { Call } from '#server/hosts/host.ts'
import { type NodeUrl, nodeUrl } from '#server/hosts/node-url.ts'
import type { FichierApi } from './api.ts'

/** Nodes are named by their host, and perhaps their port. */
const ticket = z.object({
  url: z.string().regex(/^(https?:\/\/)?[\w.-]+(:\d{1,5})?\/?$/i),
  id: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
})

export type Ticket = z.infer<typeof ticket>

/** `POST /upload/get_upload_server.cgi`, once per file. */
export const newTicket = (api: FichierApi, call: Call): Promise<Ticket> =>
  api.read(call, { path: '/upload/get_upload_server.cgi', json: {}, reads: true }, ticket)

const note = z.object({ ticket, taken: z.boolean() })

/** What an attempt leaves for the next: its ticket, and whether the node has taken the file. */
export type TicketNote = z.infer<typeof note>

export const noteOf = (left: TicketNote): string => JSON.stringify(left)

/** What an earlier attempt left, or null. */
export function ticketNoteIn(text: string | null): TicketNote | null {
  if (text === null) return null
  try {
    return note.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/**
 * Where the node is. Nodes are named without a scheme, which is then the API's own.
 * @throws {HostError} `unavailable` when the address is not acceptable
 */
export function nodeOf({ url }: Ticket, apiUrl: string): NodeUrl {
  const whole = /^https?:\/\//i.test(url) ? url : `${new URL(apiUrl).protocol}//${url}`
  return nodeUrl(whole, apiUrl)
}
