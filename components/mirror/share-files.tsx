// The files of a share page with what proves them: size, checksums, and each host's own link, folded.
import { Folder as FolderIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { FileFilter } from './file-filter.tsx'
import { FilePages } from './file-pages.tsx'
import type { FileQuery } from './file-address.ts'
import { FEW_FILES, filesOf, inFolders } from './file-query.ts'
import type { MirrorView } from './mirror-view.ts'
import { ShareFile } from './share-file.tsx'

type Props = { mirror: MirrorView; query: FileQuery }

export function ShareFiles({ mirror: { files: all, links, fileLinks }, query }: Props) {
  const t = useTranslations()
  const { files, page, pages, found } = filesOf(all, query)
  const hostNames = new Map(links.map((link) => [link.host, link.hostName]))
  const linksOf = Map.groupBy(fileLinks, ({ fileId }) => fileId)
  const total = t('common.files', { count: all.length })
  const counted = found === all.length ? total : t('mirror.filter.some', { shown: found, total: all.length })
  return (
    <section aria-labelledby="share-files" className="overflow-hidden rounded-card border border-line bg-card">
      <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-5">
        <h2 id="share-files" className="font-semibold">
          {counted}
        </h2>
        <span role="status" className="sr-only">
          {found === all.length ? '' : counted}
        </span>
        {all.length > FEW_FILES && <FileFilter query={query} />}
      </div>
      {found === 0 && <p className="border-t border-line px-4 py-3 text-ink-soft sm:px-5">{t('mirror.filter.none')}</p>}
      {inFolders(files).map((folder) => (
        <Folder key={folder.files[0]?.id} path={folder.path}>
          {folder.files.map((file) => (
            <li key={file.id} className="border-t border-line">
              <ShareFile file={file} links={linksOf.get(file.id) ?? []} hostNames={hostNames} />
            </li>
          ))}
        </Folder>
      ))}
      {pages > 1 && <FilePages query={query} page={page} pages={pages} />}
    </section>
  )
}

/** Files of no folder stand alone. */
function Folder({ path, children }: { path: string | null; children: ReactNode }) {
  if (path === null) return <ul>{children}</ul>
  return (
    <>
      <h3 className="flex items-center gap-2 border-t border-line bg-paper px-4 py-2 text-small font-semibold sm:px-5">
        <FolderIcon aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
        <bdi className="min-w-0 wrap-anywhere">{plainName(path)}</bdi>
      </h3>
      <ul>{children}</ul>
    </>
  )
}
