'use client'
// One mirror from its first byte to its last link: files going up, hosts to choose, then the fan.
import { FetchList } from '#components/fetch/fetch-list.tsx'
import { plainName } from '#components/format/plain-name.ts'
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { FanBoard } from '#components/mirror/fan-board.tsx'
import { isOver, type LiveView } from '#components/mirror/mirror-view.ts'
import { useMirrorLive } from '#components/mirror/use-mirror-live.ts'
import { BottomBar } from './bottom-bar.tsx'
import { fitOf, type HostEntry } from './host-fit.ts'
import { FurtherHosts } from './further-hosts.tsx'
import { HostPicker } from './host-picker.tsx'
import type { MirrorSection } from './mirror-section.ts'
import { UploadList } from './upload-list.tsx'
import { useMirrorActions } from './use-mirror-actions.ts'

const ready = (hosts: readonly HostEntry[]) => hosts.filter((host) => host.enabled)

type Props = {
  section: MirrorSection
  hosts: readonly HostEntry[]
  /** What stands between the files and the bar at the bottom. */
  children: ReactNode
}

/** Hosts that the mirror could still be sent to: as long as it is under way, its files are in staging. */
function furtherHosts(live: LiveView, hosts: readonly HostEntry[], files: readonly { size: number }[]) {
  if (isOver(live.status)) return []
  const taken = new Set(live.links.map((link) => link.host))
  return hosts.filter((host) => !taken.has(host.id) && fitOf(host, files).fit !== 'none')
}

export function MirrorWork({ section, hosts, children }: Props) {
  const { mirror, uploads: session } = section
  const title = plainName(section.title)
  const uploads = useSyncExternalStore(session.subscribe, session.view, session.view)
  const { live, follow } = useMirrorLive(mirror.id)
  const actions = useMirrorActions(mirror.id, follow)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(ready(hosts).map((host) => host.id)))

  const heading = useRef<HTMLHeadingElement>(null)
  // What was pressed to get here is gone, and a keyboard's place with it.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])

  const files = uploads.files.filter((file) => file.state !== 'cancelled')
  const picked = ready(hosts).filter((host) => chosen.has(host.id) && fitOf(host, files).fit !== 'none')
  const started = live !== null && live.links.length > 0
  const upload = uploads.bytes === 0 ? 0 : uploads.sent / uploads.bytes
  const more = started ? furtherHosts(live, ready(hosts), files) : []

  const list = section.fetches ? (
    <FetchList session={section.fetches} fetching={live?.fetching} />
  ) : (
    <UploadList uploads={uploads} actions={session} />
  )

  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="truncate text-title font-semibold tracking-tight" title={title}>
        {title}
      </h1>
      {started ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <FanBoard
            live={live}
            upload={upload}
            files={{ count: files.length, bytes: uploads.bytes }}
            busy={actions.busy}
            onRetry={actions.retry}
            onCancel={actions.cancel}
          >
            <FurtherHosts hosts={more} busy={actions.busy} onAdd={(host) => actions.start([host])} />
          </FanBoard>
          {list}
        </div>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          {list}
          <HostPicker hosts={hosts} files={files} chosen={chosen} onChange={setChosen} />
        </div>
      )}
      {children}
      <BottomBar
        uploads={uploads}
        live={started ? live : null}
        over={started && isOver(live.status)}
        id={mirror.id}
        shareUrl={mirror.shareUrl}
        hosts={picked.length}
        busy={actions.busy}
        error={actions.error}
        onStart={() => actions.start(picked.map((host) => host.id))}
      />
    </>
  )
}
