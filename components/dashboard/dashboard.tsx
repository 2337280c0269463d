'use client'
// The start page: nothing but a place to drop, until there is something to show.
import { useState } from 'react'
import type { Limits } from '#components/upload/accept-files.ts'
import { AddMore } from './add-more.tsx'
import { DropOverlay } from './drop-overlay.tsx'
import { EmptyZone } from './empty-zone.tsx'
import type { HostEntry } from './host-fit.ts'
import { InterruptedStatus, InterruptedUploads } from './interrupted-uploads.tsx'
import { MirrorWork } from './mirror-work.tsx'
import { useOpenMirrors } from './open-mirrors.ts'
import { OtherMirrors } from './other-mirrors.tsx'
import { Problems } from './problems.tsx'
import { useIncomingFiles } from './use-incoming-files.ts'
import { useInterrupted } from './use-interrupted.ts'
import { type TakeFiles, useNewMirror } from './use-new-mirror.ts'

export function Dashboard({ limits, hosts }: { limits: Limits; hosts: readonly HostEntry[] }) {
  const { busy, problems, add, dismiss } = useNewMirror(limits)
  const sections = useOpenMirrors()
  const found = useInterrupted()
  const [shownId, setShownId] = useState<string | null>(null)
  const addAndShow: TakeFiles = (picked, handles) => {
    setShownId(null)
    add(picked, handles)
  }
  const hovering = useIncomingFiles(addAndShow)
  const shown = sections.find(({ mirror }) => mirror.id === shownId) ?? sections[0]

  return (
    <div className="mx-auto flex w-full max-w-page grow flex-col gap-4 px-4 pt-1 sm:px-6">
      <InterruptedStatus found={found} />
      <Problems problems={problems} onDismiss={dismiss} />
      {shown ? (
        <>
          <AddMore onFiles={addAndShow} limits={limits} disabled={busy} onBegun={() => setShownId(null)} />
          <MirrorWork key={shown.mirror.id} section={shown} hosts={hosts}>
            <OtherMirrors sections={sections.filter((section) => section !== shown)} onShow={setShownId} />
            <InterruptedUploads found={found} as="h2" />
          </MirrorWork>
        </>
      ) : found.interrupted.length > 0 ? (
        <>
          <AddMore onFiles={addAndShow} limits={limits} disabled={busy} onBegun={() => setShownId(null)} />
          <InterruptedUploads found={found} as="h1" />
        </>
      ) : (
        <div className="flex grow flex-col pb-6">
          <EmptyZone
            limits={limits}
            hostsReady={hosts.filter((host) => host.enabled).length}
            busy={busy}
            onFiles={addAndShow}
          />
        </div>
      )}
      {hovering && <DropOverlay another={shown !== undefined} />}
    </div>
  )
}
