// What one account has, another cannot have: a unique index decides, and its refusal becomes an error beside the field.
import { DrizzleQueryError } from 'drizzle-orm'
import postgres from 'postgres'
import { type AppError, fieldError } from '#server/errors.ts'

const UNIQUE_VIOLATION = '23505'

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
    throw takenError(error) ?? error
  }
}

function takenError(error: unknown): AppError | undefined {
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  if (!(cause instanceof postgres.PostgresError) || cause.code !== UNIQUE_VIOLATION) return undefined
  return taken[cause.constraint_name ?? '']?.()
}
