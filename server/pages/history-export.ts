// The visitor's mirrors as a file to keep: all that a search finds or those that were chosen, a batch at a time.
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { mirrorIdSchema } from '#server/ids.ts'
import { mirrorStatuses } from '#db/schema/states.ts'
import { historySorts } from '#server/queries/history-order.ts'
import { createCaller, type RouterInputs } from '#server/routers/root.ts'
import { createContext } from '#server/trpc/context.ts'
import { exportFormats } from './export-formats.ts'
import { exportedMirrors } from './exported-mirrors.ts'
import { textStream } from './text-stream.ts'

/** Mirrors that can be named one by one. */
const MOST_IDS = 10_000

/** As the page of the history has it in its address. What is left out, or empty, narrows nothing. */
const querySchema = z.object({
  format: z.enum(['csv', 'json']),
  search: z.string().trim().max(255),
  status: z.union([z.enum(mirrorStatuses), z.literal('')]),
  host: z.string().max(32),
  sort: z.union([z.enum(historySorts), z.literal('')]),
  ids: z.array(mirrorIdSchema).max(MOST_IDS),
})

export type HistoryExport =
  | { state: 'refused'; status: 400 | 401; sentence: string }
  | { state: 'open'; fileName: string; type: string; body: ReadableStream<Uint8Array> }

const refusals: Partial<Record<TRPCError['code'], HistoryExport>> = {
  UNAUTHORIZED: { state: 'refused', status: 401, sentence: 'There is no session, so there is no history.' },
  BAD_REQUEST: { state: 'refused', status: 400, sentence: 'This is nothing that a history can be narrowed to.' },
}

/**
 * Opens the export; what is in it is read while it is taken away.
 * @param params `format`, and the page's `q`, `status`, `host` and `sort`, or an `id` for each mirror that was chosen
 */
export async function openHistoryExport(params: URLSearchParams, headers: Headers): Promise<HistoryExport> {
  const parsed = querySchema.safeParse({
    format: params.get('format'),
    search: params.get('q') ?? '',
    status: params.get('status') ?? '',
    host: params.get('host') ?? '',
    sort: params.get('sort') ?? '',
    ids: params.getAll('id'),
  })
  const badRequest: HistoryExport = {
    state: 'refused',
    status: 400,
    sentence: 'An export is asked for as csv or json, of a search or of mirrors by their ids.',
  }
  if (!parsed.success) return badRequest
  const { format, search, status, host, sort, ids } = parsed.data
  const narrowed: NonNullable<RouterInputs['history']['list']> = {
    ...(search !== '' && { search }),
    ...(status !== '' && { status }),
    ...(host !== '' && { host }),
    ...(sort !== '' && { sort }),
  }
  const context = createContext({ headers })
  const mirrors = exportedMirrors(createCaller(context), context, { narrowed, ids })
  try {
    const first = await mirrors.next()
    const chosen = exportFormats[format]
    const day = new Date().toISOString().slice(0, 10)
    const body = textStream(chosen.write(resumed(first, mirrors)), 'the export of a history')
    return { state: 'open', fileName: `easymirror-${day}.${format}`, type: chosen.type, body }
  } catch (error) {
    const refusal = error instanceof TRPCError ? refusals[error.code] : undefined
    if (refusal) return refusal
    throw error
  }
}

/** A generator of which the first value has been taken already. */
async function* resumed<T>(first: IteratorResult<T, undefined>, rest: AsyncGenerator<T, undefined>) {
  try {
    if (first.done) return
    yield first.value
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
