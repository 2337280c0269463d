'use client'
// The hosts to choose from as cards, with choices that many people want above them.
import { useTranslations } from 'next-intl'
import { memo, useCallback } from 'react'
import { Button } from '#components/ui/button.tsx'
import { HostCard } from './host-card.tsx'
import type { HostChoice } from './host-choice.ts'
import { canTake, type Fits, type HostEntry } from './host-fit.ts'
import { isPreset, type Preset, presetOf, presets } from './host-presets.ts'

type Props = { hosts: readonly HostEntry[]; fits: Fits; choice: HostChoice }

export const HostPicker = memo(function HostPicker({ hosts, fits, choice }: Props) {
  const t = useTranslations('picker')
  const { chosen, fresh, choose } = choice
  const ready = hosts.filter((host) => host.enabled)
  const resting = hosts.filter((host) => !host.enabled)
  const toggle = useCallback(
    (id: string, on: boolean) => {
      const next = new Set(chosen)
      if (on) next.add(id)
      else next.delete(id)
      choose(next)
    },
    [chosen, choose],
  )
  return (
    <section aria-labelledby="picker-title" className="rounded-card border border-line bg-card">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3 pb-2 sm:px-5">
        <h2 id="picker-title" className="font-semibold">
          {t('title')}
        </h2>
        <Presets hosts={ready.filter((host) => canTake(fits, host))} choice={choice} />
      </div>
      {ready.length === 0 && <p className="px-4 pb-3 text-ink-soft sm:px-5">{t('noneReady')}</p>}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,12.5rem),1fr))] gap-2 px-3 pb-3 sm:px-4 sm:pb-4">
        {ready.map((host) => (
          <HostCard
            key={host.id}
            host={host}
            fit={fits.get(host.id) ?? { takes: 'all', leftOut: [] }}
            checked={chosen.has(host.id)}
            fresh={fresh.has(host.id)}
            onChange={toggle}
          />
        ))}
      </ul>
      {resting.length > 0 && (
        <details className="border-t border-line px-4 py-3 text-small text-ink-soft sm:px-5">
          <summary className="rounded-control">{t('resting', { count: resting.length })}</summary>
          <ul className="mt-2 grid gap-1">
            {resting.map(({ id, name, reason }) => (
              <li key={id}>
                <span className="font-semibold text-ink">{name}:</span> <span lang="en">{reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
})

/** Those that would choose nothing are not offered. */
function Presets({ hosts, choice: { chosen, choose } }: { hosts: readonly HostEntry[]; choice: HostChoice }) {
  const t = useTranslations('picker')
  /** What cannot be chosen now stays as it was. */
  const take = (preset: Preset) => {
    const shown = new Set<string>(hosts.map(({ id }) => id))
    choose(new Set([...presetOf(preset, hosts), ...[...chosen].filter((id) => !shown.has(id))]))
  }
  return (
    <div role="group" aria-label={t('presets')} className="flex flex-wrap gap-1.5">
      {presets
        .filter((preset) => presetOf(preset, hosts).size > 0)
        .map((preset) => (
          <Button
            key={preset}
            aria-pressed={isPreset(preset, hosts, chosen)}
            className="min-h-8 px-3 text-small aria-pressed:border-beam aria-pressed:bg-beam-faint pointer-coarse:min-h-11"
            onClick={() => take(preset)}
          >
            {t(`preset.${preset}`)}
          </Button>
        ))}
    </div>
  )
}
