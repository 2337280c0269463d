// What always holds of a mirror, checked by its rows and by what its hosts and its storage have: docs/mirroring.md, by number.
import { createHash } from 'node:crypto'
import type { MirrorStatus } from '#db/schema/states.ts'
import { groupName } from '#server/mirroring/groups.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { type Copy, kinds } from './model-host.ts'
import type { FileRow, Snapshot, TransferRow } from './model-snapshot.ts'
import { canBecome, fileSteps, groupSteps, type InvariantId, MOST_TRIES, transferSteps } from './model-states.ts'
import type { Run } from './model-worker.ts'
import type { World } from './model-world.ts'

export type Violation = `${InvariantId}: ${string}`

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Looks after each step; remembers whose leases are whose, and how often one ran out. */
export class Invariants {
  readonly #world: World
  readonly #holders = new Map<string, Run>()
  /** Takeovers of a transfer since its owner asked for it. */
  readonly #takeovers = new Map<string, number>()
  /** Ends without an answer before the owner asked again. */
  readonly #forgiven = new Map<string, number>()

  constructor(world: World) {
    this.#world = world
  }

  check(before: Snapshot, after: Snapshot): Violation[] {
    const found: Violation[] = [...this.#ofHosts(), ...this.#ofMirror(after)]
    for (const file of after.files) found.push(...this.#ofFile(file, before, after))
    for (const row of after.transfers) {
      const was = before.transfers.find(({ id }) => id === row.id)
      const file = after.files.find(({ id }) => id === row.file_id)
      if (file) found.push(...this.#ofTransfer(row, file), ...this.#ofChange(row, was))
    }
    found.push(...this.#ofLinks(before, after))
    return found
  }

  #ofHosts(): Violation[] {
    return this.#world.ground.hosts.flatMap(({ complaints }) =>
      complaints.map((complaint): Violation => (complaint.startsWith('I5') ? `I5: ${complaint}` : `I10: ${complaint}`)),
    )
  }

  #ofMirror({ mirror, files, transfers, links }: Snapshot): Violation[] {
    const { deleted } = this.#world
    if (deleted) return mirror === null && files.length + transfers.length + links.length === 0 ? [] : ['I13: rows']
    if (!mirror) return ['I13: the mirror is gone']
    const due = statusOf({ mirror, files, transfers, links })
    return mirror.status === due ? [] : [`I8: ${mirror.status} where the rows say ${due}`]
  }

  #ofFile(file: FileRow, before: Snapshot, { transfers }: Snapshot): Violation[] {
    const { ground, id } = this.#world
    const isThere = ground.storage.objects.has(stagingKey(id, file.id))
    const isToGo = ground.queue.waiting('delete-staging').some(({ data }) => JSON.stringify(data).includes(file.id))
    const was = before.files.find((row) => row.id === file.id)
    const known = this.#world.files.find((one) => one.id === file.id)
    const found: Violation[] = []
    if (file.status === 'staged' && !isThere) found.push(`I3: ${file.id} is staged and not in storage`)
    const isOver = file.status === 'released' || file.status === 'expired'
    const isWanted = transfers.some((row) => row.file_id === file.id && ['queued', 'running'].includes(row.status))
    if (isOver && isWanted) found.push(`I3: ${file.id} is ${file.status} and a transfer still needs it`)
    if (isOver && isThere && !isToGo) found.push(`I12: ${file.id} is ${file.status} and nobody deletes it`)
    if (was && !canBecome(fileSteps, was.status, file.status)) found.push(`I6: ${was.status} became ${file.status}`)
    if (file.sha256 !== null && known && file.sha256 !== digestOf(known.bytes)) found.push('I1: another SHA-256')
    return found
  }

  #copyOf({ host, host_file_id }: TransferRow): Copy | undefined {
    const at = this.#world.ground.hosts.find(({ kind }) => kind.id === host)
    return at?.copies.find(({ id }) => id === host_file_id)
  }

  #ofTransfer(row: TransferRow, file: FileRow): Violation[] {
    const found: Violation[] = []
    const tries = MOST_TRIES + (this.#takeovers.get(row.id) ?? 0)
    if (row.bytes_sent > file.size) found.push(`I7: ${row.bytes_sent} of ${file.size} bytes`)
    if ((row.status === 'running') !== (row.lease !== null)) found.push('I4: a lease without a run')
    if (row.status === 'failed' && row.error === null) found.push('I14: it failed and nobody says why')
    if (row.status === 'done') found.push(...this.#ofCopy(row, file))
    if (row.attempt > tries) found.push(`I9: ${row.attempt} tries where ${tries} are allowed`)
    const host = this.#world.ground.hosts.find(({ kind }) => kind.id === row.host)
    if (!host || host.kind.find || host.kind.resendIsSafe) return found
    const lost = host.visits.filter(({ fileId, end }) => fileId === row.file_id && end === 'lost').length
    if (lost - (this.#forgiven.get(row.id) ?? 0) > 2) found.push(`I11: ${lost} ends without an answer at ${row.host}`)
    return found
  }

  #ofCopy(row: TransferRow, file: FileRow): Violation[] {
    const copy = this.#copyOf(row)
    const known = this.#world.files.find(({ id }) => id === file.id)
    const kind = kinds.find(({ id }) => id === row.host)
    if (!copy || !known || !kind || copy.gone) return [`I1: ${row.host} has nothing behind a link`]
    const found: Violation[] = []
    if (copy.size !== file.size || copy.sha256 !== digestOf(known.bytes)) found.push(`I1: other bytes at ${row.host}`)
    if (row.bytes_sent !== file.size) found.push('I7: a transfer is done with other bytes than its size')
    const by = { digest: 'checksum', size: 'size', word: 'reply' }[kind.tells]
    if (row.verified !== by) found.push(`I2: verified by ${row.verified} where the reply says ${by}`)
    return found
  }

  #ofChange(row: TransferRow, was: TransferRow | undefined): Violation[] {
    const { begun, awake, owner } = this.#world.doings
    const holder = was?.lease ? this.#holders.get(was.lease) : undefined
    const isTaken = row.lease !== null && row.lease !== was?.lease
    const found: Violation[] = []
    if (isTaken && begun && row.lease) this.#holders.set(row.lease, begun)
    if (isTaken && !begun) found.push('I4: a lease was given to nobody')
    if (!was) return found
    if (!canBecome(transferSteps, was.status, row.status)) found.push(`I6: ${was.status} became ${row.status}`)
    if (was.status === 'failed' && row.status !== 'failed') this.#forgive(row)
    const isChanged = was.status !== row.status || was.lease !== row.lease || was.bytes_sent !== row.bytes_sent
    if (was.status === 'running' && isChanged) {
      const isHolders = holder !== undefined && awake.has(holder.worker)
      const isOwners = owner && row.status === 'cancelled'
      if (was.lapsed && begun) this.#takeovers.set(row.id, (this.#takeovers.get(row.id) ?? 0) + 1)
      else if (!isHolders && !isOwners)
        found.push(`I4: ${was.status} became ${row.status} by somebody without the lease`)
    }
    if (row.status === 'done' && was.status !== 'done') {
      const told = this.#copyOf(row)?.toldTo
      const mayBe = [holder, was.status !== 'running' || was.lapsed ? begun : null]
      if (!mayBe.some((run) => run && told?.has(run))) found.push('I2: done by the reply to somebody else')
    }
    return found
  }

  /** The owner asked again: all tries are there anew. */
  #forgive({ id, file_id, host }: TransferRow): void {
    this.#takeovers.delete(id)
    const at = this.#world.ground.hosts.find(({ kind }) => kind.id === host)
    const lost = at?.visits.filter(({ fileId, end }) => fileId === file_id && end === 'lost').length ?? 0
    this.#forgiven.set(id, lost)
  }

  #ofLinks(before: Snapshot, after: Snapshot): Violation[] {
    const { ground, id, files } = this.#world
    const found: Violation[] = []
    for (const link of after.links) {
      const was = before.links.find(({ host }) => host === link.host)
      const host = ground.hosts.find(({ kind }) => kind.id === link.host)
      if (was && !canBecome(groupSteps, was.group_state, link.group_state))
        found.push(`I6: a group was ${was.group_state} and became ${link.group_state}`)
      if (was?.group_id && link.group_id !== was.group_id) found.push(`I5: ${was.group_id} became ${link.group_id}`)
      if (host?.kind.group.startsWith('before'))
        for (const copy of host.copies)
          if (files.some((file) => file.id === copy.fileId) && link.group_id && copy.group !== link.group_id)
            found.push(`I5: a copy lies in ${copy.group} and not in ${link.group_id}`)
      const jobs = ground.queue.waiting('make-list').filter(({ key }) => key === `${id}/${link.host}`)
      if (link.group_state === 'wanted' && jobs.length === 0) found.push('I12: a list is wanted and nobody makes it')
      if (host?.kind.group === 'after' && link.group_state === 'none' && isListDue(after, link.host))
        found.push('I12: a list is due and nobody wants it')
    }
    return found
  }

  /** What holds in addition once nothing hinders anybody any more. */
  checkEnd({ mirror, transfers, links }: Snapshot): Violation[] {
    const found: Violation[] = []
    for (const { status, host } of transfers)
      if (status === 'queued' || status === 'running') found.push(`I14: a transfer to ${host} is ${status} for ever`)
    if (mirror && ['queued', 'mirroring', 'uploading'].includes(mirror.status) && transfers.length > 0)
      found.push(`I14: a mirror is ${mirror.status} for ever`)
    for (const link of links) {
      const host = this.#world.ground.hosts.find(({ kind }) => kind.id === link.host)
      const done = transfers.filter((row) => row.host === link.host && row.status === 'done')
      const listed = new Set(host?.groups.find(({ id }) => id === link.group_id)?.files)
      const isSame = done.length === listed.size && done.every((row) => listed.has(row.host_file_id ?? ''))
      if (host?.kind.group === 'after' && link.group_state === 'made' && !isSame)
        found.push('I14: a list that is made holds other files than are done')
      const marked = host?.groups.filter(
        ({ mark, files }) => mark === groupName(this.#world.id, '').mark && files.length > 0,
      )
      if (marked && marked.length > 1) found.push(`I5: ${marked.length} groups with files at ${link.host}`)
    }
    return found
  }
}

const isListDue = ({ transfers }: Snapshot, host: string): boolean => {
  const there = transfers.filter((row) => row.host === host)
  const isOpen = there.some(({ status }) => status === 'queued' || status === 'running')
  return !isOpen && there.filter(({ status }) => status === 'done').length >= 2
}

/** The status by the words of docs/mirroring.md, computed from rows and not by the product's own statement. */
function statusOf({ mirror, files, transfers, links }: Snapshot): MirrorStatus {
  const has = (...states: TransferRow['status'][]) => transfers.some(({ status }) => states.includes(status))
  if (mirror?.status === 'expired') return 'expired'
  if (files.some(({ status }) => status === 'uploading')) return 'uploading'
  if (transfers.length === 0)
    return files.some(({ status }) => status === 'expired') &&
      !files.some(({ status }) => status === 'staged' || status === 'released')
      ? 'expired'
      : 'queued'
  const isBegun = has('running', 'done', 'failed') || transfers.some(({ attempt }) => attempt > 0)
  if (has('queued', 'running')) return isBegun ? 'mirroring' : 'queued'
  if (links.some(({ group_state }) => group_state === 'wanted' || group_state === 'saving')) return 'mirroring'
  if (transfers.every(({ status }) => status === 'done')) return 'done'
  return has('done') ? 'partial' : 'failed'
}
