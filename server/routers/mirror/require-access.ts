// Lets a call about a mirror go on only where its caller may see the mirror.
import { z } from 'zod'
import { mirrorAccess, type OpenAccess } from '#server/auth/mirror-access.ts'
import { AppError, notFound } from '#server/errors.ts'
import { mirrorIdSchema } from '#server/ids.ts'

/** Characters of a mirror's password. */
export const MOST_CHARACTERS = 200

/** How a mirror is named by anybody who has its link; the password where it has one. */
export const visitorInput = z.object({ id: mirrorIdSchema, password: z.string().max(MOST_CHARACTERS).optional() })

/** @throws {AppError} UNAUTHORIZED where it takes a password, NOT_FOUND where there is nothing to see, TOO_MANY_REQUESTS */
export async function requireAccess(
  { headers }: { headers: Headers },
  { id, password }: z.infer<typeof visitorInput>,
): Promise<OpenAccess> {
  const access = await mirrorAccess(id, headers, password)
  if (access.state === 'open') return access
  if (access.state !== 'locked') throw notFound('mirror')
  throw new AppError('UNAUTHORIZED', access.wrong ? 'The password is wrong.' : 'This mirror asks for a password.')
}
