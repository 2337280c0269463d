'use client'
// Asks for the same files once more, or for the folder that they came in.
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useRef } from 'react'
import { filesOfInput, type PickedFile } from '#components/upload/picked-files.ts'
import { Button } from '#components/ui/button.tsx'

type Props = {
  wanted: readonly { path: string | null }[]
  disabled: boolean
  onFiles: (picked: readonly PickedFile[]) => void
}

export function ChooseAgain({ wanted, disabled, onFiles }: Props) {
  const t = useTranslations('upload.interrupted')
  const loose = wanted.filter(({ path }) => path === null).length
  return (
    <>
      {loose > 0 && (
        <Chooser label={t('chooseAgain', { count: loose })} folder={false} disabled={disabled} onFiles={onFiles} />
      )}
      {loose < wanted.length && (
        <Chooser label={t('chooseFolderAgain')} folder={true} disabled={disabled} onFiles={onFiles} />
      )}
    </>
  )
}

type ChooserProps = Omit<Props, 'wanted'> & { label: string; folder: boolean }

function Chooser({ label, folder, disabled, onFiles }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null)
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const picked = filesOfInput(currentTarget)
    currentTarget.value = ''
    if (picked.length > 0) onFiles(picked)
  }
  return (
    <>
      <Button weight="primary" disabled={disabled} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={(element) => {
          input.current = element
          if (element) element.webkitdirectory = folder
        }}
        type="file"
        multiple
        hidden
        onChange={take}
        aria-label={label}
      />
    </>
  )
}
