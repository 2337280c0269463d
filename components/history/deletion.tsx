// What became of the copies of a deleted mirror, in plain words.
import { useTranslations } from 'next-intl'
import { useServerSentence } from '#components/messages/use-server-sentence.ts'
import type { RouterOutputs } from '#components/trpc/trpc.ts'
import { Button } from '#components/ui/button.tsx'

export type Deletion = RouterOutputs['history']['delete']['copies']

/** Whether there is more to say than that all of it is gone. */
export const isLeft = ({ pending, kept }: Deletion): boolean => pending > 0 || kept.length > 0

/** What is left to say in the place of the list, where the dialog was left before the hosts had answered; it stays until it is read. */
export function DeletionNote({ title, copies, onRead }: { title: string; copies: Deletion; onRead: () => void }) {
  const t = useTranslations('common')
  return (
    <section
      role="status"
      aria-label={title}
      className="flex flex-wrap items-start gap-4 rounded-card border border-line bg-card p-4 sm:px-5"
    >
      <div className="grid min-w-60 grow basis-0 gap-3 text-ink-soft">
        <p className="font-semibold text-ink wrap-anywhere">{title}</p>
        <DeletionWords copies={copies} />
      </div>
      <Button onClick={onRead}>{t('close')}</Button>
    </section>
  )
}

export function DeletionWords({ copies: { deleted, pending, kept } }: { copies: Deletion }) {
  const t = useTranslations('history.dialog')
  const translate = useServerSentence()
  return (
    <>
      <p>
        {t('gone')}
        {deleted > 0 && ` ${t('copiesGone', { count: deleted })}`}
      </p>
      {pending > 0 && <p>{t('pending', { count: pending })}</p>}
      {kept.length > 0 && (
        <div>
          <p>{t('kept')}</p>
          <ul className="mt-1 list-disc ps-5">
            {kept.map(({ reason, hostName, count }) => (
              <li key={reason}>
                <span className="text-ink">{t('keptAt', { count, host: hostName })}</span> {translate(reason)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
