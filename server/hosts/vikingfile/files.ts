// Files that VikingFile has: whether one is there, and, for a user, which ones are and how one goes.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName, pathSegment } from '#server/hosts/file-name.ts'
import type { Call, FindInput, LinkState, Stored, StoredRef } from '#server/hosts/host.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { byteCount, moment, remoteId } from '#server/hosts/taken.ts'
import type { Secret } from '#server/ids.ts'
import { ask, read, refusalOf, type VikingfileConfig, vikingfileVerdict } from './api.ts'

const existence = z.object({ exist: z.boolean() })
const page = z.object({ maxPages: byteCount.nullish().catch(null), files: z.array(z.unknown()) })
const listed = z.object({ hash: remoteId, name: z.string(), size: byteCount, created: moment })
const removed = z.object({ error: z.literal('success') })

/** No account is read further than this, in pages. */
const mostPages = 20

/** The host may cut its dates to whole seconds, in milliseconds. */
const clockSlack = 2000

const existenceCall = ({ id }: StoredRef, { signal }: Call) =>
  ({ path: '/check-file', form: [['hash', id]], signal, reads: true }) as const

/** `POST /check-file`: false is dead. Public pages are behind captchas and tell nothing. */
export async function checkFile(config: VikingfileConfig, stored: StoredRef, call: Call): Promise<LinkState> {
  try {
    return (await read(config, existenceCall(stored, call), existence)).exist ? 'alive' : 'dead'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

const readPage = (
  config: VikingfileConfig,
  user: Secret,
  { number, signal }: { number: number; signal: AbortSignal },
) => {
  const form = [
    ['user', user.reveal()],
    ['page', String(number)],
  ] as const
  return read(config, { path: '/list-files', form, signal, reads: true }, page)
}

/** @throws {HostError} `account` when the host does not know the user */
export async function checkUser(config: VikingfileConfig, user: Secret, { signal }: Call): Promise<void> {
  await readPage(config, user, { number: 1, signal })
}

type Finding = { file: FindInput; call: Call }

/** Looks through the user's files for one that an attempt since then left. */
export async function findFile(
  config: VikingfileConfig,
  user: Secret,
  { file, call }: Finding,
): Promise<Stored | null> {
  const name = hostFileName(file.name)
  const oldest = file.since.getTime() - clockSlack
  for (let number = 1, pages = 1; number <= Math.min(pages, mostPages); number += 1) {
    const { maxPages, files } = await readPage(config, user, { number, signal: call.signal })
    pages = maxPages ?? number
    const ours = files
      .map((entry) => listed.safeParse(entry).data)
      .find((entry) => entry?.name === name && entry.size === file.size && entry.created.getTime() >= oldest)
    if (ours)
      return { id: ours.hash, url: `${config.linkOrigin}/f/${pathSegment(ours.hash)}`, size: ours.size, digests: {} }
  }
  return null
}

/** `POST /delete-file`. What it says of a file that is gone is documented nowhere, so that the host is asked for it. */
export async function removeFile(
  config: VikingfileConfig,
  user: Secret,
  { stored, call }: { stored: StoredRef; call: Call },
): Promise<void> {
  const form = [
    ['hash', stored.id],
    ['user', user.reveal()],
  ] as const
  const answer = await ask(config, { path: '/delete-file', form, signal: call.signal })
  if (refusalOf(jsonOf(answer)) !== null && (await checkFile(config, stored, call)) === 'dead') return
  readJson(answer, removed, vikingfileVerdict)
}
