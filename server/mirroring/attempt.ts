// One attempt at one transfer: from the claim to a copy that was verified, or an error that says why there is none.
import { HostError } from '#server/hosts/errors.ts'
import type { Call, GroupedCall, Host, HostMemory, Source, Stored } from '#server/hosts/host.ts'
import type { Lease } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { isCopyOfOther } from '#server/queries/system/copies.ts'
import { resumeNote } from '#server/queries/system/resume-note.ts'
import type { ClaimedTransfer, WorkFile } from '#server/queries/system/work.ts'
import type { FileDigests, StoredCopy } from '#server/queries/system/settle.ts'
import type { Engine } from './engine.ts'
import type { FanOut } from './fan-out.ts'
import { ensureGroup } from './groups.ts'
import { reached, reachedBytes } from './points.ts'
import { verify } from './verification.ts'

export type AttemptInput = {
  file: WorkFile
  transfer: ClaimedTransfer
  host: Host
  memory: HostMemory
  fan: FanOut
  /** All digests of the file; the promise settles when its bytes were read to the end. */
  digests: () => Promise<FileDigests>
  /** Told of each piece of the file that the host's adapter was given. */
  onBytes: (bytes: number) => void
  /** Waited for before each piece: see `Held`. */
  untilSure: () => Promise<void>
  lease: Lease
  signal: AbortSignal
}

export type Success = { copy: StoredCopy; digests: FileDigests }

/**
 * Sends the file, unless an earlier attempt did so and nobody heard of it.
 * @throws {HostError} for what the host did
 * @throws {StorageReadError} when the file itself could not be read
 * @throws the reason of `signal`, once that is aborted
 */
export async function attemptTransfer(engine: Engine, input: AttemptInput): Promise<Success> {
  const { file, transfer, host, memory, fan, signal } = input
  const call: Call = { signal, memory }
  const source = sourceOf(input)
  try {
    const refusal = host.refuses?.(file) ?? null
    if (refusal !== null) throw new HostError('rejected', refusal)
    const key = { mirrorId: file.mirrorId, host: host.id }
    const group =
      host.group?.when === 'before'
        ? await ensureGroup(engine, { key, title: file.mirrorName, ability: host.group, call })
        : null
    const found = transfer.inDoubt ? await findCopy(engine, input, { ...call, group }) : null
    if (found) return found
    const stored = await host.upload(source, {
      ...call,
      group,
      resume: resumeNote(engine.database, transfer.id, input.lease),
    })
    reached('answered', { host: host.id, fileId: file.id })
    return await verified(input, stored, call)
  } finally {
    if (!source.wasTaken()) fan.leave()
  }
}

/** A copy that differs is taken away again where that can be done, since nobody should be able to come by it. */
async function verified(input: AttemptInput, stored: Stored, call: Call): Promise<Success> {
  const digests = await input.digests()
  try {
    const copy = copyOf(stored, verify(stored, { size: input.file.size, digests }))
    reached('verified', { host: input.host.id, fileId: input.file.id })
    return { copy, digests }
  } catch (error) {
    reached('differs', { host: input.host.id, fileId: input.file.id })
    const { id, url, extra } = stored
    await input.host
      .remove?.({ id, url, ...(extra && { extra }) }, call)
      .catch((err: unknown) => log.warn({ err, host: input.host.id }, 'a copy that differs could not be taken away'))
    throw error
  }
}

/** The copy of an earlier attempt, or null where the host has none that is the file. */
async function findCopy(engine: Engine, input: AttemptInput, call: GroupedCall): Promise<Success | null> {
  const { file, transfer, host } = input
  if (!host.find) return null
  const digests = await input.digests()
  const { id: fileId, mirrorId, name, size } = file
  reached('asking-for-copy', { host: host.id, fileId })
  const found = await host.find({ fileId, mirrorId, name, size, digests, since: transfer.firstStartedAt }, call)
  if (!found || (await isCopyOfOther(engine.database, { id: transfer.id, host: host.id, hostFileId: found.id })))
    return null
  try {
    return { copy: copyOf(found, verify(found, { size, digests })), digests }
  } catch {
    // Somebody's other file of that name; ours is sent.
    return null
  }
}

function copyOf(stored: Stored, verification: StoredCopy['verified']): StoredCopy {
  const until = new Date(stored.extra?.['expiresAt'] ?? '')
  return {
    id: stored.id,
    url: stored.url,
    extra: stored.extra ?? null,
    verified: verification,
    expiresAt: Number.isNaN(until.getTime()) ? null : until,
    groupUrl: stored.groupUrl ?? null,
  }
}

type CountedSource = Source & { wasTaken(): boolean }

function sourceOf({ file, host, fan, onBytes, untilSure }: AttemptInput): CountedSource {
  let taken = false
  let given = 0
  async function* counted(from: number) {
    let past = 0
    for await (const bytes of fan.bytes()) {
      await untilSure()
      onBytes(bytes.length)
      const known = Math.min(Math.max(from - past, 0), bytes.length)
      past += bytes.length
      if (known < bytes.length) yield known === 0 ? bytes : bytes.subarray(known)
      given += bytes.length
      reachedBytes({ given, piece: bytes.length, size: file.size }, { host: host.id, fileId: file.id })
    }
    // The end of a form is what makes it a file.
    await untilSure()
  }
  return {
    fileId: file.id,
    mirrorId: file.mirrorId,
    name: file.name,
    size: file.size,
    type: file.type,
    take(from = 0) {
      if (taken) throw new Error('The bytes of a file can be taken once.')
      taken = true
      return counted(from)
    },
    wasTaken: () => taken,
  }
}
