'use client'
// Which theme is on: the system's, or the one that the reader fixed. Set before the first paint by next-themes.
import { ThemeProvider as NextThemes } from 'next-themes'
import type { ReactNode } from 'react'

/** @param nonce of the content security policy, for the one small script that runs before the first paint */
export function ThemeProvider({ children, nonce }: { children: ReactNode; nonce?: string | undefined }) {
  return (
    <NextThemes
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      enableColorScheme={false}
      {...(nonce === undefined ? {} : { nonce })}
    >
      {children}
    </NextThemes>
  )
}
