'use client'
// Puts texts on the clipboard, and knows for a moment how it went.
import { useEffect, useState } from 'react'

const SHOWN_MS = 2_000

export type CopyState = 'idle' | 'copied' | 'refused'

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

/** `copy` takes one text, or lines; a path of this site is copied as a whole address. */
export function useCopy(): { state: CopyState; copy: (text: string | readonly string[]) => void } {
  const [state, setState] = useState<CopyState>('idle')

  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [state])

  const copy = (text: string | readonly string[]) => {
    const lines = typeof text === 'string' ? [text] : text
    copyText(lines.map(absolute).join('\n')).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  }
  return { state, copy }
}
