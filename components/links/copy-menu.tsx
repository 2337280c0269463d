'use client'
// Copies what is wanted most with one press; beside it a menu of every form in which links are pasted elsewhere.
import { Check, ChevronDown, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button, buttonLook, type Weight } from '#components/ui/button.tsx'
import { ToldWord } from '#components/ui/told-word.tsx'
import { useCopy } from '#components/ui/use-copy.ts'
import { type Form, formOf } from './copy-form.ts'
import { hostLinksOf, type LinkSet } from './link-set.ts'
import { useOnDemand } from './use-on-demand.ts'

type Props = {
  mirror: LinkSet
  weight?: Weight
  /** What the button itself copies: the address of the share page, or all links to hosts as soon as there is one. */
  first?: 'share' | 'links'
}

const loadMenu = () => import('./form-menu.tsx')

export function CopyMenu({ mirror, weight = 'plain', first = 'share' }: Props) {
  const t = useTranslations('links')
  const common = useTranslations('common')
  const { state, copy } = useCopy()
  const [copied, setCopied] = useState<Form>('share')
  const { demand, ask } = useOnDemand(loadMenu)
  const count = hostLinksOf(mirror).length
  const main: Form = first === 'links' && count > 0 ? 'links' : 'share'
  const what = (form: Form) => t(`what.${form}`, { count })

  const copyAs = (form: Form) => {
    setCopied(form)
    copy(formOf(mirror, form))
  }
  const Icon = state === 'copied' ? Check : Copy
  const told = state === 'copied' ? common('copied') : state === 'refused' ? t('notAllowed') : null
  const label = t(main === 'links' ? 'copyAll' : 'copyLink')
  const trigger = {
    'aria-label': t('otherForms'),
    title: t('otherForms'),
    className: buttonLook(weight, 'min-w-9 rounded-s-none border-s-0 px-2'),
  }
  return (
    <>
      <span className="inline-flex shrink-0 noscript:hidden print:hidden">
        <Button
          weight={weight}
          className={weight === 'primary' ? 'me-px rounded-e-none' : 'rounded-e-none'}
          // What it says is part of its name at any time, for those who speak to it.
          aria-label={`${told ?? label} (${what(told === null ? main : copied)})`}
          onClick={() => copyAs(main)}
        >
          <Icon aria-hidden="true" className={state === 'copied' && weight !== 'primary' ? 'text-live' : ''} />
          <ToldWord label={label} told={told} longest={common('copied')} />
        </Button>
        {demand.state === 'here' ? (
          <demand.part.FormMenu trigger={trigger} count={count} onPick={copyAs} />
        ) : (
          <button {...trigger} type="button" aria-haspopup="menu" aria-expanded={false} onClick={ask}>
            <ChevronDown aria-hidden="true" />
          </button>
        )}
      </span>
      <span role="status" className="sr-only">
        {state === 'copied' && t('copied', { what: what(copied) })}
        {state === 'refused' && t('copyRefused')}
        {demand.state === 'failed' && t('notLoaded')}
      </span>
    </>
  )
}
