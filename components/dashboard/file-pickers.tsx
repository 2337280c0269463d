'use client'
// The two buttons that open the system's file dialog: one for files, one for a whole folder.
import { FolderOpen, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useRef } from 'react'
import { filesOfInput } from '#components/upload/picked-files.ts'
import { Button, type Weight } from '#components/ui/button.tsx'
import type { TakeFiles } from './use-new-mirror.ts'

type Props = {
  onFiles: TakeFiles
  weight?: Weight
  /** Where there is little room, a phone does without the folder, which it can hardly choose. */
  small?: boolean
  disabled?: boolean
}

const asFolder = (input: HTMLInputElement | null) => {
  if (input) input.webkitdirectory = true
}

export function FilePickers({ onFiles, weight = 'primary', small = false, disabled = false }: Props) {
  const t = useTranslations('dashboard')
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
        {t('chooseFiles')}
      </Button>
      <Button
        weight="plain"
        className={small ? 'max-sm:hidden' : ''}
        disabled={disabled}
        onClick={() => folder.current?.click()}
      >
        <FolderOpen aria-hidden="true" />
        {t('chooseFolder')}
      </Button>
      <input ref={files} type="file" multiple hidden onChange={take} aria-label={t('filesInput')} />
      <input
        ref={(input) => {
          folder.current = input
          asFolder(input)
        }}
        type="file"
        multiple
        hidden
        onChange={take}
        aria-label={t('folderInput')}
      />
    </>
  )
}
