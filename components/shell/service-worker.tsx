'use client'
// Lets the browser keep the one page for when there is no network, and take files from the share sheet of a phone.
import { useEffect } from 'react'

export function ServiceWorker() {
  useEffect(() => {
    // Over plain http there is none, and what a browser refuses is a comfort that the pages do without.
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  }, [])
  return null
}
