// A migrated database of its own for a test file: a clone of the template, which costs some 50 ms.
import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { expect, inject } from 'vitest'
import { whenFileEnds } from './cleanup.ts'
import { FAILED_PREFIX, TEMPLATE } from './database-names.ts'

/**
 * Makes a database, empty but for the tables, and gives its URL (as the application's role, with the password).
 * It is dropped when the test file is over; when a test of the file failed, it is kept under a name that says so.
 */
export async function createDatabase(): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const kept = `${FAILED_PREFIX}${fileName()}_${name.slice(-4)}`
  await asSuperuser((sql) => sql.unsafe(`create database ${name} template ${TEMPLATE} owner easymirror`))
  whenFileEnds(({ failed }) =>
    asSuperuser(async (sql) => {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
      await sql.unsafe(failed ? `alter database ${name} rename to "${kept}"` : `drop database ${name} with (force)`)
    }),
  )
  const url = new URL(inject('superuserUrl'))
  url.username = 'easymirror'
  url.pathname = `/${name}`
  return url.href
}

/** PostgreSQL cuts names at 63 bytes. */
const fileName = () =>
  (expect.getState().testPath ?? 'file')
    .replace(/^.*\/tests\//, '')
    .replace(/\.test\.tsx?$/, '')
    .replace(/\W+/g, '_')
    .slice(-48)

async function asSuperuser(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} })
  try {
    await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
