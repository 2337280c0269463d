'use client'
// Copies a text and says so on the button itself, to the eye and to a screen reader.
import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, type Weight } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import { ToldWord } from './told-word.tsx'
import { useCopy } from './use-copy.ts'

type Props = {
  /** One line, or several; a path of this site is copied as a whole address. */
  text: string | readonly string[]
  /** What is copied, such as "link to PixelDrain": part of the button's name. */
  what: string
  /** The visible word; without it the button is an icon. */
  label?: string
  weight?: Weight
}

export function CopyButton({ text, what, label, weight = 'plain' }: Props) {
  const t = useTranslations('common')
  const { state, copy } = useCopy()
  const icon = state === 'copied' ? <Check aria-hidden="true" className="text-live" /> : <Copy aria-hidden="true" />
  const told = state === 'copied' ? t('copied') : state === 'refused' ? t('notAllowed') : null

  return (
    <>
      {label === undefined ? (
        <IconButton
          name={t('copyWhat', { what })}
          hint={told ?? t('copy')}
          onClick={() => copy(text)}
          className="noscript:hidden print:hidden"
        >
          {icon}
        </IconButton>
      ) : (
        <Button
          weight={weight}
          onClick={() => copy(text)}
          // What it says is part of its name at any time, for those who speak to it.
          aria-label={t('copyNamed', { label: told ?? label, what })}
          className="noscript:hidden print:hidden"
        >
          {weight === 'primary' && state === 'copied' ? <Check aria-hidden="true" /> : icon}
          <ToldWord label={label} told={told} longest={t('copied')} />
        </Button>
      )}
      <span role="status" className="sr-only">
        {state === 'copied' ? t('copiedWhat', { what }) : state === 'refused' ? t('copyRefused') : ''}
      </span>
    </>
  )
}
