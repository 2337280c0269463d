'use client'
// What a row of the history opens to: the mirror's hosts with their states, and its files.
import Link from 'next/link'
import { useState } from 'react'
import { formatBytes } from '#components/format/bytes.ts'
import { plainName } from '#components/format/plain-name.ts'
import { count } from '#components/format/plural.ts'
import { linkWord } from '#components/mirror/link-state.ts'
import { StateMark } from '#components/mirror/state-mark.tsx'
import { SharingButton } from '#components/sharing/sharing-button.tsx'
import { errorSentence } from '#components/trpc/error-sentence.ts'
import { type RouterOutputs, trpc } from '#components/trpc/trpc.ts'
import { Button, buttonLook } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { FileName } from '#components/ui/file-name.tsx'
import type { HistoryItem } from './filter.ts'

type File = RouterOutputs['history']['files'][number]

/** More of them are shown when they are asked for. */
const FIRST_FILES = 50

export function RowDetails({ item }: { item: HistoryItem }) {
  const files = trpc.history.files.useQuery({ id: item.id }, { retry: false, networkMode: 'always' })
  return (
    <div className="grid gap-4 border-t border-line bg-paper px-4 py-4 sm:px-5">
      <Hosts hosts={item.hosts} />
      {files.data && <Files files={files.data} />}
      {files.isPending && (
        <p role="status" className="text-small text-ink-soft">
          The files are on their way.
        </p>
      )}
      {files.isError && (
        <p role="alert" className="flex flex-wrap items-center gap-3">
          {errorSentence(files.error)}
          <Button onClick={() => void files.refetch()}>Try again</Button>
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Link href={`/mirror/${item.id}`} className={buttonLook('plain')}>
          Open the share page
        </Link>
        <SharingButton id={item.id} />
      </div>
    </div>
  )
}

function Hosts({ hosts }: Pick<HistoryItem, 'hosts'>) {
  if (hosts.length === 0) return <p className="text-small text-ink-soft">It was sent to no host yet.</p>
  return (
    <ul aria-label="Hosts" className="flex flex-wrap gap-x-6 gap-y-1 text-small">
      {hosts.map(({ host, hostName, status, linkState }) => (
        <li key={host} className="flex items-center gap-2">
          <span className="font-semibold">{hostName}</span>
          <StateMark word={linkWord({ status, linkState, bytesSent: 0, bytesTotal: 0 })} />
        </li>
      ))}
    </ul>
  )
}

function Files({ files }: { files: readonly File[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? files : files.slice(0, FIRST_FILES)
  if (files.length === 0) return <p className="text-small text-ink-soft">The upload of every file was given up.</p>
  return (
    <div className="grid gap-3">
      <ul aria-label="Files" className="rounded-card border border-line bg-card">
        {shown.map((file) => (
          <li
            key={file.id}
            className="grid items-center gap-x-4 border-b border-line px-4 py-2 last:border-b-0 md:grid-cols-[minmax(0,1fr)_6rem_minmax(0,18rem)]"
          >
            <FileName name={file.name} />
            <span className="figures text-small text-ink-soft md:text-right">{formatBytes(file.size)}</span>
            <Digest file={file} />
          </li>
        ))}
      </ul>
      {shown.length < files.length && (
        <div>
          <Button onClick={() => setAll(true)}>Show all {count(files.length, 'file')}</Button>
        </div>
      )}
    </div>
  )
}

function Digest({ file: { name, sha256 } }: { file: File }) {
  if (sha256 === null) return <span className="text-small text-ink-soft">Its SHA-256 comes with the first copy</span>
  return (
    <span className="flex min-h-8 min-w-0 items-center gap-1 text-small text-ink-soft">
      <span className="shrink-0">SHA-256</span>
      <code className="figures min-w-0 truncate" title={sha256}>
        {sha256}
      </code>
      <CopyButton text={sha256} what={`SHA-256 of ${plainName(name)}`} />
    </span>
  )
}
