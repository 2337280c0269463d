'use client'
// The hosts to choose from, each with what decides: how large, how long, and whether these files fit.
import { clsx } from 'clsx'
import { useId } from 'react'
import { count } from '#components/format/plural.ts'
import { CheckBox } from '#components/ui/check-box.tsx'
import { factsOf, fitNote, fitOf, type HostEntry } from './host-fit.ts'

type Props = {
  hosts: readonly HostEntry[]
  files: readonly { size: number }[]
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

export function HostPicker({ hosts, files, chosen, onChange }: Props) {
  const ready = hosts.filter((host) => host.enabled)
  const resting = hosts.filter((host) => !host.enabled)
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    onChange(next)
  }
  return (
    <section aria-labelledby="picker-title" className="overflow-hidden rounded-card border border-line bg-card">
      <h2 id="picker-title" className="border-b border-line px-4 py-3 font-semibold sm:px-5">
        Mirror to
      </h2>
      {ready.length === 0 && (
        <p className="px-4 py-3 text-ink-soft sm:px-5">No host is ready. Whoever runs this site has to set one up.</p>
      )}
      <ul>
        {ready.map((host) => (
          <Choice
            key={host.id}
            host={host}
            files={files}
            checked={chosen.has(host.id)}
            onChange={(on) => toggle(host.id, on)}
          />
        ))}
      </ul>
      {resting.length > 0 && (
        <details className="border-t border-line px-4 py-3 text-small text-ink-soft sm:px-5">
          <summary className="rounded-control">{count(resting.length, 'more host')} not ready</summary>
          <ul className="mt-2 grid gap-1">
            {resting.map(({ id, name, reason }) => (
              <li key={id}>
                <span className="font-semibold text-ink">{name}:</span> {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

type ChoiceProps = {
  host: HostEntry
  files: readonly { size: number }[]
  checked: boolean
  onChange: (on: boolean) => void
}

function Choice({ host, files, checked, onChange }: ChoiceProps) {
  const id = useId()
  const fit = fitOf(host, files)
  const note = fitNote(fit, files.length)
  const shut = fit.fit === 'none'
  return (
    <li className="border-b border-line last:border-b-0">
      <label
        className={clsx(
          'flex min-h-16 gap-3 px-4 py-3 transition-colors duration-100 sm:px-5',
          shut ? 'cursor-not-allowed' : 'cursor-pointer hover:bg-beam-faint',
        )}
      >
        <span className="pt-0.5">
          <CheckBox
            checked={checked && !shut}
            disabled={shut}
            onChange={onChange}
            labelledBy={`${id}name`}
            describedBy={`${id}facts`}
          />
        </span>
        <span className="min-w-0 grow">
          <span id={`${id}name`} className={clsx('font-semibold', shut && 'text-ink-soft')}>
            {host.name}
          </span>
          <span id={`${id}facts`} className="block text-small text-ink-soft">
            {factsOf(host)}
            {note !== null && <span className="block text-failed">{note}</span>}
            {host.status === 'paused' && <span className="block">Paused. {host.reason}</span>}
          </span>
        </span>
      </label>
    </li>
  )
}
