// Takes what somebody reports of a mirror by the form of its page.
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { reportReasons } from '#db/schema/states.ts'
import { mirrorAccess } from '#server/auth/mirror-access.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { createCaller } from '#server/routers/root.ts'
import { createContext } from '#server/trpc/context.ts'
import { readForm, refusedForm, seeOther } from './plain-form.ts'

/** Whether there is a mirror at the address that can be reported; nothing else of it is told. */
export async function isReportable(address: string): Promise<boolean> {
  const { data: id } = mirrorIdSchema.safeParse(address)
  if (id === undefined) return false
  // Without the visitor's headers: no password is tried here.
  const { state } = await mirrorAccess(id, new Headers())
  return state === 'open' || state === 'locked'
}

const fields = z.object({ reason: z.enum(reportReasons), details: z.string(), contact: z.string() })

/** What the query of the page says then; anything else is a fault. */
const outcomes: Partial<Record<TRPCError['code'], string>> = {
  BAD_REQUEST: 'refused=input',
  TOO_MANY_REQUESTS: 'refused=often',
  NOT_FOUND: 'refused=input',
}

/** @param address the id as it stands in the address */
export async function answerReport(request: Request, address: string): Promise<Response> {
  const { data: id } = mirrorIdSchema.safeParse(address)
  const form = await readForm(request)
  if (id === undefined || form === null) return refusedForm()
  const page = `/mirror/${id}/report`
  const { data: report } = fields.safeParse(form)
  if (!report) return seeOther(`${page}?refused=input`)
  try {
    await createCaller(createContext({ headers: request.headers })).mirror.report({ id, ...report })
    return seeOther(`${page}?sent`)
  } catch (error) {
    const outcome = error instanceof TRPCError ? outcomes[error.code] : undefined
    if (outcome === undefined) throw error
    return seeOther(`${page}?${outcome}`)
  }
}
