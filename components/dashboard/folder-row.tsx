// A folder above the files that came in it: what is in it, and whether it is open.
import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { plainName } from '#components/format/plain-name.ts'
import { useFormat } from '#components/format/use-format.ts'
import { Indent } from './indent.tsx'
import type { FolderRow as Folder } from './upload-tree.ts'

export function FolderRow({ folder, onToggle }: { folder: Folder; onToggle: (path: string) => void }) {
  const t = useTranslations('upload')
  const format = useFormat()
  const { path, name, depth, open, files, staged, bytes } = folder
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={() => onToggle(path)}
      className="flex w-full items-center gap-2 border-b border-line px-4 py-2.5 text-start hover:bg-beam-faint focus-visible:-outline-offset-2 sm:px-5"
    >
      <Indent depth={depth} />
      <ChevronRight
        aria-hidden="true"
        className={clsx('size-4 shrink-0 text-ink-soft', open ? 'rotate-90' : 'rtl:-scale-x-100')}
      />
      <span className="min-w-0 grow">
        <span className="flex items-baseline justify-between gap-3">
          <span className="truncate font-semibold" dir="auto" title={plainName(path)}>
            {plainName(name)}
          </span>
          <span className="figures shrink-0 text-ink-soft">{format.bytes(bytes)}</span>
        </span>
        <span className="block text-small text-ink-soft">{t('counts.uploaded', { staged, count: files })}</span>
      </span>
      {/* The place of a row's two buttons, so that sizes stand below each other. */}
      <span className="w-16 shrink-0" />
    </button>
  )
}
