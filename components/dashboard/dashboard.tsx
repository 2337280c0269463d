'use client'
// The start page: nothing but a place to drop, until there is something to show.
import { useState } from 'react'
import type { Limits } from '#components/upload/accept-files.ts'
import { DropOverlay } from './drop-overlay.tsx'
import { EmptyZone } from './empty-zone.tsx'
import { FilePickers } from './file-pickers.tsx'
import type { HostEntry } from './host-fit.ts'
import { MirrorWork } from './mirror-work.tsx'
import { useOpenMirrors } from './open-mirrors.ts'
import { OtherMirrors } from './other-mirrors.tsx'
import { Problems } from './problems.tsx'
import { useIncomingFiles } from './use-incoming-files.ts'
import { useNewMirror } from './use-new-mirror.ts'

export function Dashboard({ limits, hosts }: { limits: Limits; hosts: readonly HostEntry[] }) {
  const { busy, problems, add, dismiss } = useNewMirror(limits)
  const sections = useOpenMirrors()
  const [shownId, setShownId] = useState<string | null>(null)
  const addAndShow = (picked: Parameters<typeof add>[0]) => {
    setShownId(null)
    add(picked)
  }
  const hovering = useIncomingFiles(addAndShow)
  const shown = sections.find(({ mirror }) => mirror.id === shownId) ?? sections[0]
  const another = shown !== undefined

  return (
    <div className="mx-auto flex w-full max-w-page grow flex-col gap-4 px-4 pt-1 sm:px-6">
      <Problems problems={problems} onDismiss={dismiss} />
      {shown ? (
        <>
          <div className="flex items-center gap-4 rounded-card border border-dashed border-edge px-4 py-3 sm:px-5">
            <p className="min-w-0 grow text-ink-soft">
              <span className="hidden sm:inline">Drop more to start another mirror</span>
              <span className="sm:hidden">Another mirror</span>
            </p>
            <div className="flex shrink-0 gap-2">
              <FilePickers onFiles={addAndShow} weight="plain" small disabled={busy} />
            </div>
          </div>
          <MirrorWork key={shown.mirror.id} section={shown} hosts={hosts}>
            <OtherMirrors sections={sections.filter((section) => section !== shown)} onShow={setShownId} />
          </MirrorWork>
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
      {hovering && <DropOverlay another={another} />}
    </div>
  )
}
