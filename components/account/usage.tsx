// How much is somebody's, in three figures.
import { formatBytes } from '#components/format/bytes.ts'
import type { AccountView } from './account-view.ts'

export function Usage({ usage: { mirrors, files, bytes } }: { usage: AccountView['usage'] }) {
  const figures = [
    ['Mirrors', mirrors.toLocaleString('en')],
    ['Files', files.toLocaleString('en')],
    ['Uploaded', formatBytes(bytes)],
  ] as const
  return (
    <dl className="grid grid-cols-3 gap-4">
      {figures.map(([what, figure]) => (
        <div key={what}>
          <dt className="text-small text-ink-soft">{what}</dt>
          <dd className="figures text-lead">{figure}</dd>
        </div>
      ))}
    </dl>
  )
}
