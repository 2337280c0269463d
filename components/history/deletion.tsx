// What became of the copies of a deleted mirror, in plain words.
import { plainName } from '#components/format/plain-name.ts'
import { count } from '#components/format/plural.ts'
import type { RouterOutputs } from '#components/trpc/trpc.ts'
import { Button } from '#components/ui/button.tsx'

export type Deletion = RouterOutputs['history']['delete']['copies']

/** Whether there is more to say than that all of it is gone. */
export const isLeft = ({ pending, kept }: Deletion): boolean => pending > 0 || kept.length > 0

/** What is left to say in the place of the list, where the dialog was left before the hosts had answered; it stays until it is read. */
export function DeletionNote({ title, copies, onRead }: { title: string; copies: Deletion; onRead: () => void }) {
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
      <Button onClick={onRead}>Close</Button>
    </section>
  )
}

export const deletedTitle = (name: string): string => `“${plainName(name)}” was deleted here`

export function DeletionWords({ copies: { deleted, pending, kept } }: { copies: Deletion }) {
  return (
    <>
      <p>
        The share page and the files here are gone.
        {deleted > 0 && ` So ${deleted === 1 ? 'is 1 copy' : `are ${deleted} copies`} at the hosts.`}
      </p>
      {pending > 0 && (
        <p>
          {count(pending, 'copy', 'copies')} could not be deleted yet. The hosts are asked again until it is done, also
          when you leave.
        </p>
      )}
      {kept.length > 0 && (
        <div>
          <p>These copies stay, and their links go on working:</p>
          <ul className="mt-1 list-disc pl-5">
            {kept.map(({ reason, hostName, count: copies }) => (
              <li key={reason}>
                <span className="text-ink">
                  {count(copies, 'copy', 'copies')} at {hostName}.
                </span>{' '}
                {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
