// The application's role and database in the embedded PostgreSQL, made where they are missing.
import postgres from 'postgres'
import type { Secret } from '#server/ids.ts'
import { StartError } from '#server/startup/start-error.ts'
import { SUPERUSER } from './postgres-cluster.ts'

const NAME = 'easymirror'
const INVALID_PASSWORD = '28P01'

export type DatabaseUrls = { url: string; superuserUrl: string }

/**
 * Makes the role and the database `easymirror`. The role is no superuser, so that nothing that comes through the
 * application can read the server's files or run its programs.
 * @throws {StartError} when the password of the data folder is not this database's
 */
export async function prepareDatabase({ port, password }: { port: number; password: Secret }): Promise<DatabaseUrls> {
  const urlOf = (user: string, database: string) =>
    `postgres://${user}:${password.reveal()}@127.0.0.1:${port}/${database}`
  const superuserUrl = urlOf(SUPERUSER, 'postgres')
  const sql = postgres(superuserUrl, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    const [role] = await sql`select 1 from pg_roles where rolname = ${NAME}`
    // A password cannot be a parameter here; ours is hexadecimal (secrets.ts).
    if (!role) await sql.unsafe(`create role ${NAME} login password '${password.reveal()}'`)
    const [database] = await sql`select 1 from pg_database where datname = ${NAME}`
    if (!database) await sql.unsafe(`create database ${NAME} owner ${NAME}`)
  } catch (cause) {
    if (!(cause instanceof postgres.PostgresError && cause.code === INVALID_PASSWORD)) throw cause
    throw new StartError(
      'secrets.json in the data folder is not the one that this database was made with: put it back.',
    )
  } finally {
    await sql.end({ timeout: 1 })
  }
  return { url: urlOf(NAME, NAME), superuserUrl }
}
