'use client'
// Chooses a row, in the place of its fan; with Shift all rows from the last one that was chosen.
import { useRef } from 'react'
import { CheckBox } from '#components/ui/check-box.tsx'
import type { RowActions } from './history-row.tsx'
import { rowLinkId } from './row-link.ts'

type Props = Pick<RowActions, 'onChoose'> & { id: Parameters<typeof rowLinkId>[0]; checked: boolean }

export function RowChoice({ id, checked, onChoose }: Props) {
  const shift = useRef(false)
  return (
    <label
      className="flex h-8 w-9 items-center justify-center select-none"
      onClickCapture={(event) => {
        shift.current = event.shiftKey
      }}
    >
      <CheckBox checked={checked} onChange={(next) => onChoose(id, next, shift.current)} labelledBy={rowLinkId(id)} />
    </label>
  )
}
