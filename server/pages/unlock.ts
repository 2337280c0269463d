// Takes the password that somebody typed on the page of a mirror, and gives the browser a cookie for it.
import { z } from 'zod'
import { mirrorAccess } from '#server/auth/mirror-access.ts'
import { unlockCookies } from '#server/auth/unlock-cookie.ts'
import { AppError } from '#server/errors.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { readForm, refusedForm, seeOther } from './plain-form.ts'

const fields = z.object({ password: z.string().max(1000) })

/** @param address the id as it stands in the address */
export async function answerUnlock(request: Request, address: string): Promise<Response> {
  const { data: id } = mirrorIdSchema.safeParse(address)
  const { data: form } = fields.safeParse(await readForm(request))
  if (id === undefined || form === undefined) return refusedForm()
  const { headers } = request
  const page = `/mirror/${id}`
  try {
    const access = await mirrorAccess(id, headers, form.password)
    if (access.state === 'locked') return seeOther(`${page}?refused=wrong`)
    const { passwordHash } = access.state === 'open' ? access : { passwordHash: null }
    return seeOther(page, passwordHash === null ? [] : unlockCookies(headers, id, passwordHash))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'TOO_MANY_REQUESTS') throw error
    return seeOther(`${page}?refused=often&seconds=${error.retryAfterSeconds ?? 1}`)
  }
}
