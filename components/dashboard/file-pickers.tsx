'use client'
// The two buttons that open the system's file dialog: one for files, one for a whole folder.
import { FolderOpen, Plus } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'
import { filesOfInput } from '#components/upload/picked-files.ts'
import type { PickedFile } from '#components/upload/upload-session.ts'
import { Button, type Weight } from '#components/ui/button.tsx'

type Props = {
  onFiles: (files: PickedFile[]) => void
  weight?: Weight
  /** Where there is little room, a phone does without the folder, which it can hardly choose. */
  small?: boolean
  disabled?: boolean
}

const asFolder = (input: HTMLInputElement | null) => {
  if (input) input.webkitdirectory = true
}

export function FilePickers({ onFiles, weight = 'primary', small = false, disabled = false }: Props) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const picked = filesOfInput(currentTarget)
    // The same file can be chosen again later.
    currentTarget.value = ''
    if (picked.length > 0) onFiles(picked)
  }
  return (
    <>
      <Button weight={weight} disabled={disabled} onClick={() => files.current?.click()}>
        <Plus aria-hidden="true" />
        Choose files
      </Button>
      <Button
        weight="plain"
        className={small ? 'max-sm:hidden' : ''}
        disabled={disabled}
        onClick={() => folder.current?.click()}
      >
        <FolderOpen aria-hidden="true" />
        Choose a folder
      </Button>
      <input ref={files} type="file" multiple hidden onChange={take} aria-label="Files to upload" />
      <input
        ref={(input) => {
          folder.current = input
          asFolder(input)
        }}
        type="file"
        multiple
        hidden
        onChange={take}
        aria-label="Folder to upload"
      />
    </>
  )
}
