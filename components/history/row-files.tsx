'use client'
// The files of a mirror: name, folder, size, digest, and a link to each copy.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { useFormat } from '#components/format/use-format.ts'
import { safeUrl } from '#components/mirror/safe-url.ts'
import type { RouterOutputs } from '#components/trpc/trpc.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { FileName } from '#components/ui/file-name.tsx'

type File = RouterOutputs['history']['files'][number]

/** More of them are shown when they are asked for. */
const FIRST_FILES = 50

export function RowFiles({ files }: { files: readonly File[] }) {
  const t = useTranslations('history.details')
  const format = useFormat()
  const [all, setAll] = useState(false)
  const shown = all ? files : files.slice(0, FIRST_FILES)
  if (files.length === 0) return <p className="text-small text-ink-soft">{t('noFiles')}</p>
  return (
    <div className="grid gap-3">
      <ul aria-label={t('files')} className="rounded-card border border-line bg-card">
        {shown.map((file) => (
          <li
            key={file.id}
            className="grid items-center gap-x-4 border-b border-line px-4 py-2 last:border-b-0 md:grid-cols-[minmax(0,1fr)_6rem_minmax(0,18rem)]"
          >
            <FileName name={file.name} />
            <span className="figures text-small text-ink-soft md:text-end">{format.bytes(file.size)}</span>
            <Digest file={file} />
            {file.path !== null && (
              <span className="col-span-full truncate text-small text-ink-soft" dir="auto">
                {t('folder', { path: plainName(file.path) })}
              </span>
            )}
            <Copies file={file} />
          </li>
        ))}
      </ul>
      {shown.length < files.length && (
        <div>
          <Button onClick={() => setAll(true)}>{t('allFiles', { count: files.length })}</Button>
        </div>
      )}
    </div>
  )
}

function Digest({ file: { name, sha256 } }: { file: File }) {
  const t = useTranslations('history.details')
  if (sha256 === null) return <span className="text-small text-ink-soft">{t('noDigest')}</span>
  return (
    <span className="flex min-h-8 min-w-0 items-center gap-1 text-small text-ink-soft">
      <span className="shrink-0">{t('sha256')}</span>
      <code className="figures min-w-0 truncate" title={sha256}>
        {sha256}
      </code>
      <CopyButton text={sha256} what={t('copySha256', { name: plainName(name) })} />
    </span>
  )
}

function Copies({ file: { name, links } }: { file: File }) {
  const t = useTranslations('history.details')
  const live = links.flatMap(({ url, linkState, ...link }) => {
    const safe = linkState === 'dead' ? null : safeUrl(url)
    return safe === null ? [] : [{ ...link, url: safe }]
  })
  if (live.length === 0) return null
  return (
    <span
      role="group"
      aria-label={t('linksOf', { name: plainName(name) })}
      className="col-span-full flex flex-wrap gap-x-4 text-small"
    >
      {live.map(({ host, hostName, url }) => (
        <a
          key={host}
          href={url}
          rel="noopener noreferrer"
          target="_blank"
          aria-label={t('fileAt', { name: plainName(name), host: hostName })}
          className="inline-flex min-h-6 items-center rounded-control text-beam hover:underline"
        >
          {hostName}
        </a>
      ))}
    </span>
  )
}
