// The end of a host's pause, as workers of many instances see it at the same moment.
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { hostHealth, transfers } from '#db/schema/schema.ts'
import { hostIdSchema } from '#server/ids.ts'
import { claimTransfers, listDueHosts, listOverdueFiles } from '#server/queries/system/work.ts'
import { type Guest, openApi } from '#tests/support/api.ts'
import { createStaged } from '#tests/support/uploads.ts'

const host = hostIdSchema.parse('gofile')
const other = hostIdSchema.parse('pixeldrain')
const FILES = 8

let guest: Guest
let fileIds: Awaited<ReturnType<typeof createStaged>>['files'][number]['id'][]

beforeAll(async () => {
  guest = await (await openApi()).guest()
  const texts = Array.from({ length: FILES }, (_, index) => `file ${index}`)
  const { id, files } = await createStaged(guest, texts)
  fileIds = files.map((file) => file.id)
  await guest.call.mirror.start.mutate({ id, hosts: [host, other] })
})

beforeEach(async () => {
  await database().delete(hostHealth)
  const unleased = { lease: null, leaseExpiresAt: null }
  await database()
    .update(transfers)
    .set({ ...unleased, status: 'queued', nextTryAt: sql`now() - interval '1 minute'` })
})

const fail = (pausedUntil: ReturnType<typeof sql>, pauses: number) =>
  database()
    .insert(hostHealth)
    .values({ host, failures: 6, failedTransfers: [], failedAt: sql`now()`, sentence: 'failed.', pausedUntil, pauses })
const claimAll = async () => {
  const claims = await Promise.all(fileIds.map((id) => claimTransfers(database(), id, [host, other])))
  const claimed = claims.flatMap((claim) => claim.transfers)
  return {
    claimed,
    probes: claimed.filter((one) => one.host === host),
    others: claimed.filter((one) => one.host === other),
  }
}

it('lets nothing go to a paused host, and all of it to the others', async () => {
  await fail(sql`now() + interval '1 minute'`, 1)
  const { probes, others } = await claimAll()
  expect(probes).toEqual([])
  expect(others).toHaveLength(FILES)
})

it.each(Array.from({ length: 10 }, (_, round) => round))(
  'lets exactly one go once the pause is over, round %i',
  async () => {
    await fail(sql`now()`, 1)
    const { probes, others } = await claimAll()
    expect(probes.map(({ isProbe, isHostFailing }) => ({ isProbe, isHostFailing }))).toEqual([
      { isProbe: true, isHostFailing: true },
    ])
    expect(others.map(({ isProbe, isHostFailing }) => isProbe || isHostFailing)).not.toContain(true)
    expect(others).toHaveLength(FILES)
  },
)

it('lets all go after a pause that the host has asked for and that was not for failures', async () => {
  await fail(sql`now()`, 0)
  const { probes } = await claimAll()
  expect(probes).toHaveLength(FILES)
  expect(probes.every(({ isProbe, isHostFailing }) => !isProbe && isHostFailing)).toBe(true)
})

it('waits for the probe as long as its lease lives, and has another one when that is dead', async () => {
  await fail(sql`now()`, 1)
  const [probe] = (await claimAll()).probes
  if (!probe) throw new Error('one probe')
  // Long after its place was taken, it is still under way.
  await database().update(hostHealth).set({ probeUntil: sql`now() - interval '1 minute'` })
  expect((await claimAll()).probes).toEqual([])
  expect(await listOverdueFiles(database(), 5)).toEqual([])
  await database()
    .update(transfers)
    .set({ leaseExpiresAt: sql`now() - interval '1 minute'` })
    .where(eq(transfers.id, probe.id))
  expect(await listOverdueFiles(database(), 5)).toHaveLength(FILES)
  const due = await Promise.all(fileIds.map((id) => listDueHosts(database(), id)))
  expect(due.flat()).toEqual(Array.from({ length: FILES }, () => host))
  expect((await claimAll()).probes).toHaveLength(1)
})
