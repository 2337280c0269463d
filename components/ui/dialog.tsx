'use client'
// A question that has to be answered before anything else: over the page, with the focus kept inside, left by Escape.
import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** What is to be filled in, below what is said. */
  fields?: ReactNode
  /** The answers, in the last line. */
  actions: ReactNode
  /** Where the focus goes when it is over; null, or nothing: where it came from. */
  focusAfter?: () => HTMLElement | null
}

/** A press beside it does not count as an answer. */
export function Dialog({ open, onClose, title, children, fields, actions, focusAfter }: Props) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-30 bg-veil transition-opacity duration-140 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup
          finalFocus={() => focusAfter?.() ?? true}
          className="fixed inset-x-4 bottom-4 z-40 mx-auto flex max-h-[calc(100dvh-2rem)] max-w-120 flex-col gap-4 overflow-y-auto rounded-card border border-line bg-card p-5 shadow-float transition-opacity duration-140 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:top-[20dvh] sm:bottom-auto sm:p-6"
        >
          <AlertDialog.Title className="text-lead font-semibold wrap-anywhere">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="grid gap-3 text-ink-soft">
            {children}
          </AlertDialog.Description>
          {fields}
          <div className="flex flex-wrap justify-end gap-2">{actions}</div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
