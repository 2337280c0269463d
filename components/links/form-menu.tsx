'use client'
// The menu of forms to copy links in; fetched when it is opened for the first time.
import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type Form, forms } from './copy-form.ts'

type Props = {
  trigger: { 'aria-label': string; title: string; className: string }
  /** Links that hosts have given so far. */
  count: number
  onPick: (form: Form) => void
}

/** Open from the start: it takes the place of the button that asked for it. */
export function FormMenu({ trigger, count, onPick }: Props) {
  const t = useTranslations('links')
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger {...trigger}>
        <ChevronDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6} collisionPadding={12} className="z-40">
          <Menu.Popup className="min-w-48 rounded-card border border-line bg-card p-1 shadow-float transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {forms
              .filter((form) => form !== 'links' || count > 0)
              .map((form) => (
                <Menu.Item
                  key={form}
                  onClick={() => onPick(form)}
                  className="flex min-h-9 cursor-pointer items-center rounded-control px-3 outline-none select-none data-highlighted:bg-beam-faint pointer-coarse:min-h-11"
                >
                  {t(`form.${form}`, { count })}
                </Menu.Item>
              ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
