// What one account has, another cannot have: a unique index decides, and its refusal becomes an error beside the field.
import { z } from 'zod'
import { type AppError, fieldError } from '#server/errors.ts'

/** PostgreSQL's `unique_violation`. */
const violation = z.object({ code: z.literal('23505'), constraint_name: z.string() })

/**
 * The refusal as the driver throws it lies within the query library's error. Told by its form, since the process has two copies
 * of both libraries' classes: the server entry's and the application's.
 */
const refusalSchema = z.union([z.object({ cause: violation }).transform(({ cause }) => cause), violation])

const taken: Record<string, () => AppError> = {
  users_username_key: () => fieldError('CONFLICT', 'username', 'This username is taken.'),
  users_email_key: () => fieldError('CONFLICT', 'email', 'Another account has this e-mail address.'),
}

/**
 * Runs a statement that writes names of an account.
 * @throws {AppError} CONFLICT with the field, when somebody else has the username or e-mail address, in whichever case
 */
export async function unlessTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const { data: refusal } = refusalSchema.safeParse(error)
    throw taken[refusal?.constraint_name ?? '']?.() ?? error
  }
}
