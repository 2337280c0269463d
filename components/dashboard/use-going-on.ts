'use client'
// What can be done with an upload that was interrupted: go on with what was dropped, or with files chosen again, or give it up.
import { trpc } from '#components/trpc/trpc.ts'
import { giveUp, goOn } from '#components/upload/go-on.ts'
import { filesOfHandles, mayRead } from '#components/upload/kept-handles.ts'
import { matchFiles } from '#components/upload/match-files.ts'
import type { PickedFile } from '#components/upload/picked-files.ts'
import { uploadApi } from '#components/upload/upload-api.ts'
import { openMirror, tabConnections } from './open-mirrors.ts'
import type { FoundInterrupted, Interrupted } from './use-interrupted.ts'

export type GoingOn = {
  /** Reads again what was dropped; must be called in a click. */
  readAgain: (one: Interrupted) => Promise<void>
  /** Takes the files that were chosen again. */
  take: (one: Interrupted, picked: readonly PickedFile[]) => Promise<void>
  /** Gives up what was not found, and goes on with the rest. */
  goOnWithout: (one: Interrupted) => Promise<void>
  giveUp: (one: Interrupted) => Promise<void>
}

export function useGoingOn({ change, drop }: FoundInterrupted): GoingOn {
  const { client } = trpc.useUtils()
  const api = uploadApi(client)

  /** Says so when the server does not answer; then all is as it was. */
  const attempt = async ({ upload: { id } }: Interrupted, work: () => Promise<void>) => {
    change(id, { place: 'busy', problem: null })
    try {
      await work()
    } catch {
      change(id, { place: 'here', problem: 'silent' })
    }
  }
  const begin = (one: Interrupted, found: ReadonlyMap<string, File>) =>
    attempt(one, async () => {
      const { id, shareUrl, title } = one.upload
      const uploads = await goOn(one.upload, { api, connections: tabConnections(), found })
      if (!uploads) return change(id, { place: 'elsewhere' })
      openMirror({ mirror: { id, shareUrl }, title, uploads })
      drop(id)
    })
  const take = async (one: Interrupted, picked: readonly PickedFile[]) => {
    const matched = matchFiles(one.standing.open, picked, one.matched?.found)
    if (matched.missing.length === 0) await begin(one, matched.found)
    else change(one.upload.id, { place: 'here', matched, problem: null })
  }
  return {
    take,
    readAgain: async (one) => {
      const { id, handles } = one.upload
      if (!(await mayRead(handles))) return change(id, { problem: 'denied' })
      change(id, { place: 'busy', problem: null })
      await take(one, await filesOfHandles(handles))
    },
    goOnWithout: (one) => begin(one, one.matched?.found ?? new Map()),
    giveUp: (one) =>
      attempt(one, async () => {
        await giveUp(one.upload, one.standing, api)
        drop(one.upload.id)
      }),
  }
}
