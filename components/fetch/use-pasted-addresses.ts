'use client'
// Addresses that are pasted anywhere on the page but where something is typed.
import { useEffect, useEffectEvent } from 'react'
import { isAllAddresses } from './address-lines.ts'

const isTypedIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** Hands a text over that is nothing but addresses. */
export function usePastedAddresses(onText: (text: string) => void): void {
  const arrive = useEffectEvent(onText)
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (event.clipboardData?.files.length || isTypedIn(event.target) || !isAllAddresses(text)) return
      event.preventDefault()
      arrive(text.trim())
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [])
}
