'use client'
// What narrows the history: a text that is searched for as it is typed, a state, a host; and its order. With no script it is a plain form.
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type HistoryFilter, sorts, statuses } from './filter.ts'
import type { useHistoryFilter } from './use-history-filter.ts'

/** A host that mirrors can have been sent to. */
export type HostChoice = { id: string; name: string }

type Props = Pick<ReturnType<typeof useHistoryFilter>, 'text' | 'type' | 'submit' | 'choose'> & {
  filter: HistoryFilter
  hosts: readonly HostChoice[]
}

const field =
  'min-h-10 w-full min-w-0 rounded-control border border-edge bg-card text-base text-ink placeholder:text-ink-soft hover:border-ink-soft'

export function SearchForm({ text, type, submit, choose, filter, hosts }: Props) {
  const t = useTranslations('history')
  return (
    <form
      action="/history"
      role="search"
      aria-label={t('search.label')}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-[minmax(0,1fr)_11rem_11rem_11rem]"
    >
      <div className="relative col-span-full lg:col-span-1">
        <Search aria-hidden="true" className="pointer-events-none absolute start-3 top-3 size-4 text-ink-soft" />
        <input
          type="search"
          name="q"
          value={text}
          onChange={(event) => type(event.target.value)}
          maxLength={255}
          autoComplete="off"
          spellCheck={false}
          aria-label={t('search.text')}
          placeholder={t('search.text')}
          className={`${field} ps-9 pe-3`}
        />
      </div>
      <Choice
        name="status"
        label={t('search.status')}
        value={filter.status ?? ''}
        onChange={(value) => choose({ status: statuses.isOne(value) ? value : null })}
        options={[['', t('search.allStates')], ...statuses.all.map((one) => [one, t(`status.${one}`)] as const)]}
      />
      <Choice
        name="host"
        label={t('search.host')}
        value={filter.host ?? ''}
        onChange={(value) => choose({ host: value === '' ? null : value })}
        options={[['', t('search.allHosts')], ...hostOptions(hosts, filter.host)]}
      />
      <Choice
        name="sort"
        label={t('search.sort')}
        value={filter.sort}
        onChange={(value) => choose({ sort: sorts.isOne(value) ? value : 'newest' })}
        options={sorts.all.map((one) => [one, t(`sort.${one}`)] as const)}
        className="col-span-full sm:col-span-1"
      />
    </form>
  )
}

type Option = readonly [value: string, word: string]

/** One that is not known any more can still stand in an address. */
const hostOptions = (hosts: readonly HostChoice[], chosen: string | null): Option[] => [
  ...hosts.map(({ id, name }) => [id, name] as const),
  ...(chosen === null || hosts.some(({ id }) => id === chosen) ? [] : [[chosen, chosen] as const]),
]

type ChoiceProps = {
  name: string
  label: string
  value: string
  onChange: (value: string) => void
  options: readonly Option[]
  className?: string
}

function Choice({ name, label, value, onChange, options, className = '' }: ChoiceProps) {
  return (
    <select
      name={name}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      aria-label={label}
      className={`${field} px-3 ${className}`}
    >
      {options.map(([one, word]) => (
        <option key={one} value={one}>
          {word}
        </option>
      ))}
    </select>
  )
}
