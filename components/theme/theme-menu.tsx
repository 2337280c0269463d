'use client'
// The switch between light, dark and what the system says.
import { Menu } from '@base-ui/react/menu'
import { Check, Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'

const themes = [
  { id: 'system', name: 'As the system', Icon: Monitor },
  { id: 'light', name: 'Light', Icon: Sun },
  { id: 'dark', name: 'Dark', Icon: Moon },
] as const

export function ThemeMenu() {
  const { theme, setTheme } = useTheme()
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label="Theme"
        title="Theme"
        className="inline-flex size-9 items-center justify-center rounded-control text-ink-soft transition-colors duration-100 hover:bg-beam-faint hover:text-ink"
      >
        <Sun aria-hidden="true" className="size-5 [[data-theme=dark]_&]:hidden" />
        <Moon aria-hidden="true" className="hidden size-5 [[data-theme=dark]_&]:block" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="z-30 outline-none">
          <Menu.Popup className="min-w-44 rounded-card border border-line bg-card p-1 shadow-float outline-none">
            <Menu.RadioGroup value={theme ?? 'system'} onValueChange={(value: string) => setTheme(value)}>
              {themes.map(({ id, name, Icon }) => (
                <Menu.RadioItem
                  key={id}
                  value={id}
                  closeOnClick
                  className="flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-3 outline-none select-none data-highlighted:bg-beam-faint"
                >
                  <Icon aria-hidden="true" className="size-4 text-ink-soft" />
                  <span className="grow">{name}</span>
                  <Menu.RadioItemIndicator>
                    <Check aria-hidden="true" className="size-4 text-beam" />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
