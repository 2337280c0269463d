'use client'
// Copies a text and says so on the button itself, to the eye and to a screen reader.
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type Weight } from './button.tsx'
import { IconButton } from './icon-button.tsx'

const SHOWN_MS = 2_000

type State = 'idle' | 'copied' | 'refused'

/** Puts a text on the clipboard; over plain http, where the clipboard API is missing, through a selection. */
async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.className = 'sr-only'
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (!copied) throw new Error('The browser did not let the text be copied.')
}

/** A path of this site means nothing elsewhere, so it is copied with the site's address. */
const absolute = (line: string) => (line.startsWith('/') ? new URL(line, window.location.href).href : line)

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
  const [state, setState] = useState<State>('idle')

  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [state])

  const copy = () => {
    const lines = typeof text === 'string' ? [text] : text
    copyText(lines.map(absolute).join('\n')).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  }
  const icon = state === 'copied' ? <Check aria-hidden="true" className="text-live" /> : <Copy aria-hidden="true" />
  const told = state === 'copied' ? 'Copied' : state === 'refused' ? 'Not allowed' : undefined

  return (
    <>
      {label === undefined ? (
        <IconButton name={`Copy ${what}`} hint={told ?? 'Copy'} onClick={copy} className="noscript:hidden print:hidden">
          {icon}
        </IconButton>
      ) : (
        <Button
          weight={weight}
          onClick={copy}
          aria-label={`${label} (${what})`}
          className="noscript:hidden print:hidden"
        >
          {weight === 'primary' && state === 'copied' ? <Check aria-hidden="true" /> : icon}
          {/* Both words take the same place, so that nothing jumps. */}
          <span className="grid">
            <span className={told ? 'invisible col-start-1 row-start-1' : 'col-start-1 row-start-1'}>{label}</span>
            <span className={told ? 'col-start-1 row-start-1' : 'invisible col-start-1 row-start-1'}>
              {told ?? 'Copied'}
            </span>
          </span>
        </Button>
      )}
      <span role="status" className="sr-only">
        {state === 'copied' ? `Copied the ${what}.` : state === 'refused' ? 'The browser did not allow copying.' : ''}
      </span>
    </>
  )
}
