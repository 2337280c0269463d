// What all mirrors of the model stand on: a database, hosts, a storage, a queue, and an owner who calls the product.
import { closeDatabase, database } from '#db/connection.ts'
import { issueSession } from '#server/auth/session.ts'
import { sessionCookie } from '#server/auth/session-token.ts'
import { publishEnvironment } from '#server/env.ts'
import { log } from '#server/log.ts'
import { processWide } from '#server/process-wide.ts'
import { createGuest } from '#server/queries/users.ts'
import { createCaller } from '#server/routers/root.ts'
import { createContext } from '#server/trpc/context.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { createDatabase } from '#tests/support/database.ts'
import { kinds, ModelHost } from './model-host.ts'
import { fine } from './model-plan.ts'
import { installModelQueue } from './model-queue.ts'
import { startModelStorage } from './model-storage.ts'
import type { Ground } from './model-world.ts'

/** Somebody who meets no fault: the jobs that take copies away. */
const nobody = { planAt: () => fine, reach: () => Promise.resolve() }

/** Starts all of it; it ends with the test file. */
export async function startGround(): Promise<Ground> {
  const [databaseUrl, storage] = await Promise.all([createDatabase(), startModelStorage()])
  publishEnvironment({
    ...storage.env,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: 'a secret of the tests',
    CRON_SECRET: 'another secret of the tests',
    MIRROR_WORKER: 'off',
  })
  whenFileEnds(() => closeDatabase())
  // Faults are what this is about.
  log.level = 'silent'
  const queue = installModelQueue()
  const hosts = kinds.map((kind) => new ModelHost(kind))
  // The product's own list of hosts, so that its calls know these and no others.
  processWide('hosts', () => hosts.map((host) => ({ enabled: true, host: host.adapterFor(nobody) })))
  const id = await createGuest(database())
  const [cookie = ''] = sessionCookie(await issueSession({ user: id, generation: 0 }), false).split(';')
  // A session is looked up once for each call.
  const callerOf = () => createCaller(createContext({ headers: new Headers({ cookie }) }))
  return { hosts, storage, queue, caller: callerOf() }
}
