'use client'
// What narrows the history: a text that is searched for as it is typed, and a state. With no script it is a plain form.
import { Search } from 'lucide-react'
import { type HistoryFilter, isStatus, statusWords } from './filter.ts'
import type { useHistoryFilter } from './use-history-filter.ts'

type Props = Pick<ReturnType<typeof useHistoryFilter>, 'text' | 'type' | 'submit' | 'choose'> & {
  status: HistoryFilter['status']
}

const field =
  'min-h-10 w-full rounded-control border border-edge bg-card text-base text-ink placeholder:text-ink-soft hover:border-ink-soft'

export function SearchForm({ text, type, submit, choose, status }: Props) {
  return (
    <form
      action="/history"
      role="search"
      aria-label="Your mirrors"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_12rem]"
    >
      <div className="relative">
        <Search aria-hidden="true" className="pointer-events-none absolute top-3 left-3 size-4 text-ink-soft" />
        <input
          type="search"
          name="q"
          value={text}
          onChange={(event) => type(event.target.value)}
          maxLength={255}
          autoComplete="off"
          spellCheck={false}
          aria-label="Search by a mirror’s or a file’s name"
          placeholder="Search by a mirror’s or a file’s name"
          className={`${field} pr-3 pl-9`}
        />
      </div>
      <select
        name="status"
        value={status ?? ''}
        onChange={({ target: { value } }) => choose(isStatus(value) ? value : null)}
        aria-label="State"
        className={`${field} px-3`}
      >
        <option value="">All states</option>
        {Object.entries(statusWords).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </form>
  )
}
