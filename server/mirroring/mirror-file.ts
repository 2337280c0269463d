// All that is due of one file: claimed, read once, sent to every host side by side, settled one by one.
import { setTimeout as sleep } from 'node:timers/promises'
import type { DigestName } from '#server/hosts/host.ts'
import type { FileId, HostId, Lease } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { markBegun } from '#server/queries/system/mirror-status.ts'
import type { FileDigests } from '#server/queries/system/settle.ts'
import { type Claim, claimTransfers, listDueHosts, readWorkFile, type WorkFile } from '#server/queries/system/work.ts'
import { localKey, stagingKey } from '#server/storage/keys.ts'
import { headObject } from '#server/storage/objects.ts'
import { type StoredBytes, type StoredObject, StorageReadError } from '#server/storage/read-object.ts'
import { attemptTransfer } from './attempt.ts'
import type { Engine } from './engine.ts'
import { FanOut } from './fan-out.ts'
import type { Release } from './host-slots.ts'
import { concurrencyOf, type OpenedTransfer, tryToOpen } from './open-host.ts'
import { settleAttempt } from './outcome.ts'
import { reached } from './points.ts'
import type { ReadBytes } from './shared-read.ts'
import type { Shared } from './shared.ts'

/** How long a file waits for hosts that are busy with others before it goes to the rest, in milliseconds. */
const SLOT_PATIENCE_MS = 10_000
/** When a host that stayed busy is tried for again, in milliseconds: soon, or somebody else takes the slot meanwhile. */
const BUSY_WAIT_MS = 250
/** Waits between tries to write down how a transfer ended, in milliseconds; its lease is renewed meanwhile. */
const SETTLE_WAITS_MS = [200, 1_000, 3_000, 10_000, 30_000]

type Run = Shared & {
  /** Once it aborts, nothing more is claimed; what was claimed before goes on. */
  claiming: AbortSignal
  /** Once it aborts, what runs goes back to the queue. */
  signal: AbortSignal
}

/**
 * Works on a file until nothing of it is due. Never throws for what hosts or the storage do.
 * @throws the reason of `claiming`, when there was something to claim, for somebody else then
 */
export async function mirrorFile(engine: Engine, fileId: FileId, run: Run): Promise<void> {
  const { slots, claiming } = run
  const file = await readWorkFile(engine.database, fileId)
  if (!file || file.status === 'uploading') return
  const due = await listDueHosts(engine.database, fileId)
  const wanted = due.map((host) => ({ host, most: concurrencyOf(engine, host) }))
  const releases = await slots.take(wanted, { owner: file.owner, patienceMs: SLOT_PATIENCE_MS })
  try {
    claiming.throwIfAborted()
    const claim = await claimTransfers(engine.database, fileId, [...releases.keys()])
    for (const { host } of claim.transfers) reached('claimed', { host, fileId })
    for (const host of due.filter((each) => !releases.has(each))) await waitForBusyHost(engine, file, host)
    if (claim.transfers.length > 0 && file.mirrorStatus === 'queued') await markBegun(engine.database, file.mirrorId)
    if (claim.transfers.length > 0) await send({ engine, file, claim, releases, run })
  } finally {
    for (const release of releases.values()) release()
  }
}

const waitForBusyHost = (engine: Engine, { id: fileId, owner }: WorkFile, host: HostId) =>
  engine.database.transaction((db) =>
    engine.newWork.mirrorFiles(db, [{ fileId, owner }], { reason: host, delayMs: BUSY_WAIT_MS }),
  )

type Sending = {
  engine: Engine
  file: WorkFile
  claim: Claim
  releases: Map<HostId, Release>
  run: Run
}

/** Where the bytes are: in staging, or in the copy that this server keeps. */
async function objectOf(file: WorkFile): Promise<StoredObject> {
  const { id, mirrorId, size } = file
  if (file.status === 'staged' && file.etag !== null) return { key: stagingKey(mirrorId, id), size, etag: file.etag }
  const key = localKey(mirrorId, id)
  const facts = file.hasLocalCopy ? await headObject(key) : null
  if (!facts || facts.size !== size)
    throw new StorageReadError('changed', 'The uploaded copy of the file is gone: upload it again.')
  return { key, size, etag: facts.etag }
}

type Reading = { engine: Engine; file: WorkFile; from: number; signal: AbortSignal }

/** The file's bytes from an offset on; where they are is asked when the first one is. */
function read({ engine, file, from, signal }: Reading): ReadBytes {
  let opened: StoredBytes | undefined
  return {
    async *[Symbol.asyncIterator]() {
      reached('read-opened', { fileId: file.id })
      opened = engine.read(await objectOf(file), from, signal)
      yield* opened
    },
    recycle: (bytes) => opened?.recycle?.(bytes),
  }
}

async function send({ engine, file, claim, releases, run }: Sending): Promise<void> {
  const known = knownDigests(file)
  const opened = await Promise.all(claim.transfers.map((transfer) => tryToOpen(engine, transfer)))
  const missing = wantedDigests(opened).filter((name) => known[name] === undefined)
  using share = run.windows.share()
  const reading = new AbortController()
  const fan = new FanOut({
    size: file.size,
    open: (from) => read({ engine, file, from, signal: reading.signal }),
    windows: share,
    digests: missing,
    takers: claim.transfers.length,
    signal: reading.signal,
  })
  const digests = async (): Promise<FileDigests> => withSha256({ ...known, ...(await fan.digests()) })
  try {
    await Promise.all(
      opened.map(async (one) => {
        await sendOne({ engine, file, lease: claim.lease, one, fan, digests, run })
        releases.get(one.transfer.host)?.()
      }),
    )
  } finally {
    fan.close()
    reading.abort(new Error('The file is done with.'))
  }
}

const knownDigests = ({ sha256, sha1, md5, blake3 }: WorkFile): Partial<FileDigests> => ({
  ...(sha256 !== null && { sha256 }),
  ...(sha1 !== null && { sha1 }),
  ...(md5 !== null && { md5 }),
  ...(blake3 !== null && { blake3 }),
})

/** SHA-256 always, since pages show it; another one only where a host's reply can be checked by it. */
const wantedDigests = (opened: OpenedTransfer[]): DigestName[] => [
  ...new Set<DigestName>(['sha256', ...opened.flatMap(({ open }) => open?.host.digests ?? [])]),
]

function withSha256({ sha256, ...others }: Partial<FileDigests>): FileDigests {
  if (sha256 === undefined) throw new Error('SHA-256 is computed wherever it is not known.')
  return { sha256, ...others }
}

type One = {
  engine: Engine
  file: WorkFile
  lease: Lease
  one: OpenedTransfer
  fan: FanOut
  digests: () => Promise<FileDigests>
  run: Run
}

async function sendOne({ engine, file, lease, one, fan, digests, run }: One): Promise<void> {
  const { leases, settlements, signal } = run
  const { transfer } = one
  const host = one.open?.host
  const from = performance.now()
  const attempt = { transferId: transfer.id, lease, mirrorId: file.mirrorId, fileId: file.id, host: transfer.host }
  const held = leases.hold({ id: transfer.id, mirrorId: file.mirrorId, lease }, signal)
  const done = async () => {
    if (one.open) return attemptTransfer(engine, { file, transfer, ...one.open, fan, digests, lease, ...held })
    fan.leave()
    throw one.error
  }
  const end = await done().then(
    (success) => ({ success }),
    (error: unknown) => ({ error, sentAll: held.bytes() >= file.size }),
  )
  reached('settling', attempt)
  const { aborted: stopping } = signal
  const settling = { settlements, attempt, transfer, host, file, from, stopping, lost: held.isLost() }
  await patiently(signal, () => settleAttempt(engine, settling, end)).catch(
    // The lease runs out and another worker takes over: nothing is lost, and the log says why it took longer.
    (err: unknown) => log.error({ err, transfer: transfer.id, host: transfer.host }, 'a transfer could not be settled'),
  )
  held.letGo()
  reached('settled', attempt)
}

/** Tries again while the database is away, since what a host has said would otherwise have to be found out anew. */
async function patiently(signal: AbortSignal, settle: () => Promise<void>): Promise<void> {
  for (const wait of SETTLE_WAITS_MS) {
    try {
      return await settle()
    } catch (err) {
      if (signal.aborted) throw err
      log.warn({ err, wait }, 'the end of a transfer could not be written down yet')
      await sleep(wait, undefined, { signal })
    }
  }
  return settle()
}
