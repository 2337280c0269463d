'use client'
// A question before something that is taken away, and why it could not be where it failed.
import { useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { useFormFailure } from './use-form-failure.ts'

type Props = {
  open: boolean
  title: string
  text: string
  /** The words of the two answers. */
  action: string
  keep: string
  onClose: () => void
  /** What it throws is shown, and the question stays. */
  onConfirm: () => Promise<void>
  /** Where the focus goes once it is done, since what asked is gone by then. */
  focusAfter: () => HTMLElement | null
}

export function ConfirmDialog({ open, title, text, action, keep, onClose, onConfirm, focusAfter }: Props) {
  const failureOf = useFormFailure()
  const [state, setState] = useState<{ busy: boolean; sentence: string | null }>({ busy: false, sentence: null })
  const done = useRef(false)
  const close = () => {
    setState({ busy: false, sentence: null })
    onClose()
  }
  const confirm = () => {
    done.current = false
    setState({ busy: true, sentence: null })
    onConfirm().then(
      () => {
        done.current = true
        close()
      },
      (error: unknown) => setState({ busy: false, sentence: failureOf(error).sentence }),
    )
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      focusAfter={() => (done.current ? focusAfter() : null)}
      actions={
        <>
          <Button onClick={close}>{keep}</Button>
          <Button weight="danger" disabled={state.busy} focusableWhenDisabled onClick={confirm}>
            {action}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      {state.sentence !== null && (
        <p role="alert" className="text-failed">
          {state.sentence}
        </p>
      )}
    </Dialog>
  )
}
