'use client'
// The end of the list: loads on as it comes near, and has a button for who gets there faster, or after a failure.
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'

/** How far below what is in view the list is kept loaded. */
const AHEAD = '800px'

type Props = {
  /** How many rows there are: after each new page it is looked at again whether the end is still near. */
  shown: number
  state: 'idle' | 'loading' | 'failed' | 'end'
  load: () => void
}

export function More({ shown, state, load }: Props) {
  const t = useTranslations('history.more')
  const end = useRef<HTMLDivElement>(null)
  const newest = useRef(load)
  useEffect(() => {
    newest.current = load
  })
  useEffect(() => {
    if (state !== 'idle' || !end.current) return
    const near = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) newest.current()
      },
      { rootMargin: AHEAD },
    )
    near.observe(end.current)
    return () => near.disconnect()
  }, [state, shown])

  return (
    <div ref={end} className="flex min-h-10 items-center gap-3 text-small text-ink-soft">
      {state !== 'end' && (
        <Button onClick={load} disabled={state === 'loading'} focusableWhenDisabled>
          {t('show')}
        </Button>
      )}
      <span role="status">
        {state === 'loading' && t('coming')}
        {state === 'failed' && t('silent')}
        {state === 'end' && t('end')}
      </span>
    </div>
  )
}
