// Carries out what an operator asks for, and tells what came of it.
import { database } from '#db/connection.ts'
import type { Environment } from '#server/env.ts'
import { queue } from '#server/jobs/queue.ts'
import { restore, takeDown } from '#server/jobs/take-down.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { closeReport, listOpenReports } from '#server/queries/system/open-reports.ts'
import { urlForPeople } from '#server/startup/addresses.ts'
import { StartError } from '#server/startup/start-error.ts'
import { createTeardown } from '#server/startup/teardown.ts'
import { openOperator } from './open-operator.ts'
import type { Order } from './order.ts'
import { tellReports, tellTakenDown } from './tell.ts'

/** What came of it; `null` when what was named is not there. */
async function carryOut(order: Order, environment: Environment): Promise<string | null> {
  const db = database()
  switch (order.kind) {
    case 'reports':
      return tellReports(await listOpenReports(db), environment.APP_URL ?? urlForPeople(environment))
    case 'close':
      return (await closeReport(db, order.report)) ? 'The report is closed.' : null
    case 'restore':
      return (await restore(db, order.id)) ? 'The mirror can be seen again.' : null
    case 'takedown': {
      const { id, why, reason, deleteCopies } = order
      const taken = await takeDown(db, { id, kind: why, reason, deleteCopies })
      return taken && tellTakenDown(taken, deleteCopies)
    }
  }
}

const missing: Record<Order['kind'], string> = {
  reports: '',
  close: 'There is no open report with this id.',
  restore: 'There is no mirror with this id that was taken down.',
  takedown: 'There is no mirror with this id.',
}

/** @returns the status that the process ends with */
export async function run(order: Order, environment: Environment): Promise<number> {
  const teardown = createTeardown()
  try {
    await openOperator(environment, teardown)
    if (order.kind === 'takedown')
      teardown.add({ name: 'queue', close: async () => (await queue()).stop({ graceful: false }), patienceMs: 1_500 })
    const told = await carryOut(order, environment)
    if (told === null) console.error(missing[order.kind])
    else console.log(told)
    return told === null ? 1 : 0
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    console.error(error.message)
    return 1
  } finally {
    // A database that was started for this ends as it was asked to.
    await lifecycle().stop()
    await teardown.run()
  }
}
