'use client'
// The ways on with one upload that was interrupted.
import { useTranslations } from 'next-intl'
import type { Matched } from '#components/upload/match-files.ts'
import { Button } from '#components/ui/button.tsx'
import { ChooseAgain } from './choose-again.tsx'
import type { GoingOn } from './use-going-on.ts'
import type { Interrupted } from './use-interrupted.ts'

type Props = { one: Interrupted; ways: GoingOn }

export function InterruptedWays({ one, ways }: Props) {
  const t = useTranslations('upload.interrupted')
  const { upload, standing, place, matched, problem } = one
  const busy = place === 'busy'
  // What was dropped is read again without being chosen; what was not found there has to be.
  const readable = upload.handles.length > 0 && matched === null && problem !== 'denied'
  const wanted = matched?.missing ?? standing.open
  return (
    <>
      {matched && <Missing matched={matched} />}
      {problem !== null && (
        <p role="alert" className="text-small text-failed">
          {t(problem)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {readable && (
          <Button weight="primary" disabled={busy} onClick={() => void ways.readAgain(one)}>
            {t('goOn')}
          </Button>
        )}
        {!readable && <ChooseAgain wanted={wanted} disabled={busy} onFiles={(picked) => void ways.take(one, picked)} />}
        {matched && matched.missing.length < standing.open.length && (
          <Button disabled={busy} onClick={() => void ways.goOnWithout(one)}>
            {t('goOnWithout', { count: matched.missing.length })}
          </Button>
        )}
        <Button weight="quiet" disabled={busy} onClick={() => void ways.giveUp(one)}>
          {t('giveUp')}
        </Button>
      </div>
      <p className="text-small text-ink-soft">{readable ? t('hintRead') : t('hintChoose')}</p>
    </>
  )
}

const MOST_NAMED = 3

/** Which files are not there, or not the same any more. */
function Missing({ matched: { missing, strangers } }: { matched: Matched }) {
  const t = useTranslations('upload')
  const list = (names: readonly string[]) => ({
    count: names.length,
    names: names
      .slice(0, MOST_NAMED)
      .map((name) => t('quoted', { name }))
      .join(', '),
    rest: Math.max(0, names.length - MOST_NAMED),
  })
  return (
    <div role="alert" className="grid gap-1 text-small wrap-anywhere">
      <p>{t('interrupted.missing', list(missing.map(({ name }) => name)))}</p>
      {strangers.length > 0 && <p className="text-ink-soft">{t('interrupted.strangers', list(strangers))}</p>}
    </div>
  )
}
