'use client'
// Finds and sorts the files of a share page: a form of the page's own address, which answers while it is typed in.
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { addressOf, type FileQuery, isSort, sorts } from './file-address.ts'

const TYPING_MS = 200

const look = 'min-h-9 rounded-control border border-edge bg-card px-3 text-base text-ink'

export function FileFilter({ query }: { query: FileQuery }) {
  const t = useTranslations('mirror.filter')
  const router = useRouter()
  const [busy, begin] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const show = (wait: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      if (!form.current) return
      const fields = new FormData(form.current)
      const [q, sort] = [fields.get('q'), fields.get('sort')]
      const next = { q: typeof q === 'string' ? q.trim() : '', sort: isSort(sort) ? sort : 'added', page: 1 } as const
      begin(() => router.replace(addressOf(next), { scroll: false }))
    }, wait)
  }
  return (
    <form
      ref={form}
      role="search"
      aria-label={t('files')}
      aria-busy={busy}
      className="flex grow flex-wrap items-center gap-2 sm:justify-end print:hidden"
      onSubmit={(event) => {
        event.preventDefault()
        show(0)
      }}
    >
      <span className="relative grow basis-40 sm:max-w-64">
        <Search aria-hidden="true" className="pointer-events-none absolute start-3 top-2.5 size-4 text-ink-soft" />
        <input
          type="search"
          name="q"
          defaultValue={query.q}
          maxLength={255}
          aria-label={t('find')}
          placeholder={t('find')}
          onChange={() => show(TYPING_MS)}
          className={`${look} w-full ps-9 placeholder:text-ink-soft`}
        />
      </span>
      <select
        name="sort"
        defaultValue={query.sort}
        aria-label={t('sort')}
        onChange={() => show(0)}
        className={`${look} grow basis-32 sm:grow-0`}
      >
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t(sort)}
          </option>
        ))}
      </select>
      <noscript>
        <Button type="submit">{t('show')}</Button>
      </noscript>
    </form>
  )
}
