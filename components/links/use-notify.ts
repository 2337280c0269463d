'use client'
// A notification of the browser when a mirror is over while its tab is hidden. Nobody is asked before they want one.
import { useEffect, useRef, useState } from 'react'
import { recall, remember } from '#components/memory/remembered.ts'

/** `refused` by the browser, for this site or at all; `failed`: it was allowed, and the browser could not show one. */
export type NotifyState = 'off' | 'on' | 'refused' | 'failed'

type Message = { title: string; body: string }

export const canNotify = (): boolean => 'Notification' in window

/** On phones only a service worker can show one. */
async function show({ title, body }: Message): Promise<void> {
  const options = { body, icon: '/icon.svg', tag: window.location.href }
  const worker = await navigator.serviceWorker.getRegistration()
  if (worker?.active) return worker.showNotification(title, options)
  const notification = new Notification(title, options)
  notification.addEventListener('click', () => {
    window.focus()
    notification.close()
  })
}

const atFirst = (): NotifyState =>
  canNotify() && Notification.permission === 'granted' && recall('notify') === 'on' ? 'on' : 'off'

/**
 * For what is drawn in the browser alone: a server remembers nothing.
 * @param over false while the mirror is under way: one notification for each time that it comes to its end
 */
export function useNotify(over: boolean, { title, body }: Message): { state: NotifyState; toggle: () => void } {
  const [state, setState] = useState<NotifyState>(atFirst)
  const wasOver = useRef(over)
  useEffect(() => {
    const ended = over && !wasOver.current
    wasOver.current = over
    if (!ended || state !== 'on' || document.visibilityState === 'visible') return
    show({ title, body }).catch(() => setState('failed'))
  }, [over, state, title, body])

  const toggle = async () => {
    if (state === 'on') {
      remember('notify', null)
      setState('off')
      return
    }
    const allowed = (await Notification.requestPermission()) === 'granted'
    remember('notify', allowed ? 'on' : null)
    setState(allowed ? 'on' : 'refused')
  }
  return { state, toggle: () => void toggle() }
}
