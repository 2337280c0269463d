'use client'
// Short notices in a corner that go by themselves; F6 leads to them, and they stay while they are looked at or have the focus.
import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button, buttonLook } from './button.tsx'
import { IconButton } from './icon-button.tsx'

/** A second thing to do, beside the action of the notice itself. */
export type ToastMore = { label: string; onClick: () => void }

/** To be used within `Toasts`. */
export const useToasts = () => Toast.useToastManager<{ more?: ToastMore | undefined }>()

type Props = {
  /** What the place of the notices is called. */
  label: string
  children: ReactNode
}

/** Gives what is in it a place for notices. */
export function Toasts({ label, children }: Props) {
  return (
    <Toast.Provider limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport
          aria-label={label}
          className="fixed inset-x-4 bottom-4 z-30 flex flex-col gap-2 outline-none sm:start-auto sm:end-6 sm:bottom-6 sm:w-105 print:hidden"
        >
          <Notices />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Notices() {
  const { toasts } = useToasts()
  const t = useTranslations('common')
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection="down"
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 rounded-card border border-edge bg-card py-3 ps-4 pe-3 shadow-float transition-opacity duration-140 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <div className="grid gap-1 py-1">
        <Toast.Title className="font-semibold wrap-anywhere" />
        <Toast.Description className="text-small text-ink-soft" />
      </div>
      {toast.actionProps && (
        <div className="col-span-2 row-start-2 flex flex-wrap gap-2">
          <Toast.Action className={buttonLook('plain')} />
          {toast.data?.more && (
            <Button weight="quiet" onClick={toast.data.more.onClick}>
              {toast.data.more.label}
            </Button>
          )}
        </div>
      )}
      {/* Base UI hides it from screen readers until a notice is unfolded; here all of them are. */}
      <Toast.Close aria-hidden={false} className="col-start-2 row-start-1" render={<IconButton name={t('close')} />}>
        <X aria-hidden="true" />
      </Toast.Close>
    </Toast.Root>
  ))
}
