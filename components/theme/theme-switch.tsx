'use client'
// The switch between what the system says, light and dark: one button that goes round.
import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useSyncExternalStore } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'

const themes = [
  { id: 'system', Icon: Monitor },
  { id: 'light', Icon: Sun },
  { id: 'dark', Icon: Moon },
] as const

const never = () => () => undefined

export function ThemeSwitch() {
  const t = useTranslations('shell.theme')
  const { theme, setTheme } = useTheme()
  // What was chosen lies in the browser, so the server's page shows the first until then.
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const at = here
    ? Math.max(
        0,
        themes.findIndex(({ id }) => id === theme),
      )
    : 0
  const now = themes[at] ?? themes[0]
  const next = themes[(at + 1) % themes.length] ?? themes[0]
  return (
    <IconButton
      name={t('change', { now: t(now.id), next: t(next.id) })}
      hint={t('now', { theme: t(now.id) })}
      onClick={() => setTheme(next.id)}
      className="size-9 noscript:hidden [&_svg]:size-5"
    >
      <now.Icon aria-hidden="true" />
    </IconButton>
  )
}
