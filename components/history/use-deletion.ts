'use client'
// Deletes mirrors so that it can be undone: their rows go at once, and come back by "Undo" or when the call fails.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { closeMirror } from '#components/dashboard/open-mirrors.ts'
import { plainName } from '#components/format/plain-name.ts'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { useToasts } from '#components/ui/toast.tsx'
import type { HistoryItem } from './filter.ts'

/** How long the notice stays, unless somebody looks at it or has the focus in it. */
const SHOWN_MS = 10_000
/** How long the server waits, so that whoever takes their time with the notice still can. */
const UNDO_SECONDS = 60

/** Whether hosts of others have, or are about to have, copies. */
export const hasCopies = ({ hosts }: HistoryItem): boolean => hosts.some(({ host }) => host !== 'local')

type Options = {
  /** Rows are there again. */
  onBack: (items: readonly HistoryItem[]) => void
  /** The copies are to go with it, which is another question. */
  onCopiesToo: (item: HistoryItem) => void
}

export function useDeletion() {
  const t = useTranslations('history.deletion')
  const errorSentence = useErrorSentence()
  const toasts = useToasts()
  const deleteMany = trpc.history.deleteMany.useMutation({ networkMode: 'always' })
  const restoreMany = trpc.history.restoreMany.useMutation({ networkMode: 'always' })
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())

  const hide = (items: readonly HistoryItem[]) =>
    setHidden((before) => new Set([...before, ...items.map(({ id }) => id)]))
  const show = (items: readonly HistoryItem[]) => {
    const back = new Set<string>(items.map(({ id }) => id))
    flushSync(() => setHidden((before) => new Set([...before].filter((id) => !back.has(id)))))
  }
  const say = (about: 'deleted' | 'back' | 'notDeleted', items: readonly HistoryItem[]): string => {
    const [only, ...more] = items
    return only && more.length === 0
      ? t(about, { name: plainName(only.name) })
      : t(`${about}Many`, { count: items.length })
  }

  const remove = (items: readonly HistoryItem[], { onBack, onCopiesToo }: Options) => {
    const ids = items.map(({ id }) => id)
    const [only] = items.length === 1 ? items : []
    const copies = items.some(hasCopies)
    hide(items)
    const deleting = deleteMany.mutateAsync({ ids, undoSeconds: UNDO_SECONDS })
    const undo = async (): Promise<boolean> => {
      toasts.close(notice)
      try {
        await deleting
      } catch {
        // It was said already, and the rows are back.
        return false
      }
      try {
        await restoreMany.mutateAsync({ ids })
      } catch (error) {
        toasts.add({ title: t('notBack'), description: errorSentence(error), timeout: SHOWN_MS })
        return false
      }
      show(items)
      onBack(items)
      return true
    }
    const notice = toasts.add({
      title: say('deleted', items),
      ...(copies && { description: t(only ? 'copiesStay' : 'copiesStayMany') }),
      timeout: SHOWN_MS,
      actionProps: {
        children: t('undo'),
        onClick: () =>
          void undo().then((isBack) => isBack && toasts.add({ title: say('back', items), timeout: SHOWN_MS / 2 })),
      },
      ...(only &&
        copies && {
          data: {
            more: { label: t('copiesToo'), onClick: () => void undo().then((isBack) => isBack && onCopiesToo(only)) },
          },
        }),
    })
    deleting.then(
      () => ids.forEach(closeMirror),
      (error: unknown) => {
        toasts.close(notice)
        show(items)
        toasts.add({ title: say('notDeleted', items), description: errorSentence(error), timeout: SHOWN_MS })
      },
    )
  }
  return { hidden, hide, remove }
}
