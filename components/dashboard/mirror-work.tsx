'use client'
// One mirror from its first byte to its last link: files going up, hosts to choose, then the fan.
import { type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { FetchList } from '#components/fetch/fetch-list.tsx'
import { plainName } from '#components/format/plain-name.ts'
import { NotifyToggle } from '#components/links/notify-toggle.tsx'
import { FanBoard } from '#components/mirror/fan-board.tsx'
import { isOver, type LiveView, type MirrorView } from '#components/mirror/mirror-view.ts'
import { useLinkWords } from '#components/mirror/use-link-words.ts'
import { useMirrorLive } from '#components/mirror/use-mirror-live.ts'
import { BottomBar } from './bottom-bar.tsx'
import { FurtherHosts } from './further-hosts.tsx'
import { useHostChoice } from './host-choice.ts'
import { canTake, type Fits, type HostEntry } from './host-fit.ts'
import { HostPicker } from './host-picker.tsx'
import type { MirrorSection } from './mirror-section.ts'
import { UploadList } from './upload-list.tsx'
import { useFits, useKeptFiles } from './use-fits.ts'
import { useMirrorActions } from './use-mirror-actions.ts'

type Props = {
  section: MirrorSection
  hosts: readonly HostEntry[]
  /** What stands between the files and the bar at the bottom. */
  children: ReactNode
}

/** Hosts that the mirror could still be sent to: as long as it is under way, its files are in staging. */
function furtherHosts(live: LiveView, hosts: readonly HostEntry[], fits: Fits) {
  if (isOver(live.status)) return []
  const taken = new Set(live.links.map((link) => link.host))
  return hosts.filter((host) => !taken.has(host.id) && canTake(fits, host))
}

const noLinks: MirrorView['fileLinks'] = []

export function MirrorWork({ section, hosts, children }: Props) {
  const { mirror, uploads: session } = section
  const title = plainName(section.title)
  const uploads = useSyncExternalStore(session.subscribe, session.view, session.view)
  const { whole, live, follow } = useMirrorLive(mirror.id)
  const words = useLinkWords()
  const actions = useMirrorActions(mirror.id, follow)
  const ready = useMemo(() => hosts.filter((host) => host.enabled), [hosts])
  const choice = useHostChoice(ready)

  const heading = useRef<HTMLHeadingElement>(null)
  // What was pressed to get here is gone, and a keyboard's place with it.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])

  const files = useKeptFiles(uploads)
  const fits = useFits(mirror.id, ready, files)
  const picked = ready.filter((host) => choice.chosen.has(host.id) && canTake(fits, host))
  const started = live !== null && live.links.length > 0
  const over = started && isOver(live.status)
  const upload = uploads.bytes === 0 ? 0 : uploads.sent / uploads.bytes
  const more = started ? furtherHosts(live, ready, fits) : []
  const links = {
    name: section.title,
    shareUrl: mirror.shareUrl,
    files,
    links: live?.links ?? [],
    fileLinks: whole?.fileLinks ?? noLinks,
  }

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
            corner={<NotifyToggle name={section.title} over={over} outcome={words.status(live.status, live.links)} />}
          >
            <FurtherHosts hosts={more} busy={actions.busy} onAdd={(host) => actions.start([host])} />
          </FanBoard>
          {list}
        </div>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 md:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          {list}
          <HostPicker hosts={hosts} fits={fits} choice={choice} />
        </div>
      )}
      {children}
      <BottomBar
        mirror={links}
        uploads={uploads}
        live={started ? live : null}
        over={over}
        id={mirror.id}
        hosts={picked.length}
        busy={actions.busy}
        error={actions.error}
        onStart={() => actions.start(picked.map((host) => host.id))}
      />
    </>
  )
}
