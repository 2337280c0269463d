'use client'
// Files that reach the window by themselves: dropped anywhere on it, pasted, or shared to it by a phone.
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useState } from 'react'
import { takeSharedFiles } from '#components/shell/shared-files.ts'
import { handlesOfDrop } from '#components/upload/kept-handles.ts'
import { filesOfDrop, filesOfPaste } from '#components/upload/picked-files.ts'
import type { TakeFiles } from './use-new-mirror.ts'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true

/** Hands files over as they come, and says whether some hover above the window right now. */
export function useIncomingFiles(onFiles: TakeFiles): boolean {
  const t = useTranslations('upload')
  const [hovering, setHovering] = useState(false)
  const arrive: TakeFiles = useEffectEvent((files, handles) => {
    if (files.length > 0) onFiles(files, handles)
  })
  const nameOf = useEffectEvent((moment: string) => t('pasted', { moment }))

  useEffect(() => {
    void takeSharedFiles().then((files) => arrive(files.map((file) => ({ file, path: null }))))
  }, [])

  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    // Every element under the pointer sends its own enter and leave.
    let depth = 0
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    }
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth += 1
      setHovering(true)
    }
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setHovering(false)
    }
    const drop = (event: DragEvent) => {
      depth = 0
      setHovering(false)
      if (!hasFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      // Both are asked for in this turn, in which alone the drop can be read.
      const handles = handlesOfDrop(event.dataTransfer)
      const files = filesOfDrop(event.dataTransfer)
      void Promise.all([files, handles]).then(([dropped, kept]) => arrive(dropped, kept))
    }
    const paste = (event: ClipboardEvent) => {
      const files = filesOfPaste(event.clipboardData, nameOf)
      if (files.length > 0) event.preventDefault()
      arrive(files)
    }
    window.addEventListener('dragenter', enter, { signal })
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    window.addEventListener('paste', paste, { signal })
    return () => stop.abort()
  }, [])

  return hovering
}
