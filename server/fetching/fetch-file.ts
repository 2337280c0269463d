// Fetches one file into staging, over as many connections as it takes, until it is there or it is clear that it will not be.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Transaction } from '#db/connection.ts'
import type { FileId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { type Fetch, type FetchEnd, giveUpFetch, readFetch, stageFetched } from '#server/queries/system/fetches.ts'
import type { ListRule } from '#server/queries/system/settle.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { abortMultipartUpload } from '#server/storage/multipart.ts'
import { LostError, runAttempt } from './attempt.ts'
import { FetchError } from './fetch-error.ts'

/** What fetching is given from outside. */
export type Fetching = {
  database: Database
  /** Whether a host makes a list of files once all are there. */
  makesLists: ListRule
  /** Puts what follows from an end into the queue, in its transaction. */
  then: (db: Transaction, fetch: Fetch, end: FetchEnd) => Promise<void>
}

/** Connections in a row that brought no whole part. */
const MOST_TRIES = 5
/** Waits between them, in milliseconds; some of each is chance, so that many files of one server do not come back together. */
const WAITS_MS = [1_000, 3_000, 6_000, 12_000]

const unreadable =
  'The address of this file cannot be read any more, since a secret of this site was changed. Add it again.'

/**
 * Never throws for what the source does.
 * @throws the reason of `signal`, once that is aborted: what is in staging by then is not fetched again
 * @throws what storage or the database throw, for somebody to try again
 */
export async function fetchFile(fetching: Fetching, fileId: FileId, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted()
    const fetch = await readFetch(fetching.database, fileId)
    if (!fetch) return
    const progress = { parts: 0 }
    try {
      await fetchOnce(fetching, fetch, { progress, signal })
      return
    } catch (error) {
      signal.throwIfAborted()
      // Cancelled, deleted, or taken over by another worker, of which this one thought no better.
      if (error instanceof LostError) return
      if (!(error instanceof FetchError)) throw error
      if (progress.parts > 0) tries = 1
      if (!error.passes || tries >= MOST_TRIES) return giveUp(fetching, fileId, error)
      log.info({ ...factsOf(fetch), tries, err: error }, 'a file is fetched again, since its source broke off')
      await pause(WAITS_MS[tries - 1] ?? 0, signal)
    }
  }
}

const factsOf = ({ id, mirrorId, size }: Fetch) => ({ fileId: id, mirrorId, bytes: size })

async function fetchOnce(
  { database, then }: Fetching,
  fetch: Fetch,
  run: { progress: { parts: number }; signal: AbortSignal },
): Promise<void> {
  const { source } = fetch
  if (source === null) throw new FetchError(unreadable)
  const { held, etag } = await runAttempt(database, { ...fetch, source }, run)
  const isStaged = await stageFetched(database, held, { etag, then: (db, end) => then(db, held, end) })
  if (isStaged) log.info(factsOf(fetch), 'a file was fetched')
}

async function giveUp({ database, makesLists, then }: Fetching, fileId: FileId, error: FetchError): Promise<void> {
  const fetch = await readFetch(database, fileId)
  if (!fetch) return
  const isOver = await giveUpFetch(database, fetch, {
    error: error.message,
    makesLists,
    then: (db, end) => then(db, fetch, end),
  })
  if (!isOver) return
  log.warn({ ...factsOf(fetch), err: error }, 'a file could not be fetched')
  if (fetch.uploadId !== null) await abortMultipartUpload(stagingKey(fetch.mirrorId, fileId), fetch.uploadId)
}

/** @throws the reason of `signal`, once that is aborted */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms * (0.75 + Math.random() / 4), undefined, { signal }).catch(() => undefined)
  signal.throwIfAborted()
}
