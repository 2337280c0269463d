// One file of a share page: its name and size, and below them, once it is unfolded, its checksums and its links.
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { FileName } from '#components/ui/file-name.tsx'
import { HostLink } from './host-link.tsx'
import type { FileLinkView, FileView } from './mirror-view.ts'
import { StateMark } from './state-mark.tsx'

type Props = { file: FileView; links: readonly FileLinkView[]; hostNames: ReadonlyMap<string, string> }

export function ShareFile({ file, links, hostNames }: Props) {
  const { name, size, sha256, md5, fetching } = file
  const t = useTranslations('mirror.file')
  const format = useFormat()
  return (
    <details className="group">
      <summary className="flex min-h-14 list-none items-center gap-3 px-4 py-2 hover:bg-beam-faint focus-visible:-outline-offset-2 sm:px-5 [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 grow">
          <FileName name={name} />
          <span className="figures block truncate text-small text-ink-soft">
            {fetching !== null ? (
              <StateMark word={fetching.state === 'failed' ? 'Failed' : 'Fetching'} />
            ) : sha256 === null ? (
              t('checksumLater')
            ) : (
              `SHA-256 ${sha256}`
            )}
          </span>
        </span>
        <span className="figures shrink-0 text-ink-soft">{format.bytes(size)}</span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-180 print:hidden"
        />
      </summary>
      <div className="grid gap-1 px-4 pt-2 pb-4 sm:px-5">
        {sha256 !== null && <Digest label="SHA-256" value={sha256} of={name} />}
        {md5 !== null && <Digest label="MD5" value={md5} of={name} />}
        {links.length === 0 ? (
          <p className="text-small text-ink-soft">{t('noLink')}</p>
        ) : (
          <ul className="grid gap-1">
            {links.map((link) => (
              <Copy key={link.host} link={link} of={name} hostName={hostNames.get(link.host) ?? link.host} />
            ))}
          </ul>
        )}
      </div>
    </details>
  )
}

function Copy({ link, of, hostName }: { link: FileLinkView; of: string; hostName: string }) {
  const t = useTranslations('mirror')
  const { url, verified, linkState } = link
  return (
    <li className="grid items-center gap-x-4 md:grid-cols-[8rem_minmax(0,1fr)_auto]">
      <span className="text-small font-semibold">{hostName}</span>
      <HostLink url={url} of={t('file.atHost', { name: of, host: hostName })} dead={linkState === 'dead'} />
      <span className="text-small text-ink-soft">
        {linkState === 'dead' ? <StateMark word="Dead" /> : t(`check.${verified}`)}
      </span>
    </li>
  )
}

function Digest({ label, value, of }: { label: string; value: string; of: string }) {
  const t = useTranslations('mirror.file')
  return (
    <div className="grid items-center gap-x-4 md:grid-cols-[8rem_minmax(0,1fr)]">
      <span className="text-small font-semibold">{label}</span>
      <span className="flex min-h-8 min-w-0 items-center gap-1">
        <code className="figures wrap-anywhere">{value}</code>
        <CopyButton text={value} what={t('digest', { label, name: of })} />
      </span>
    </div>
  )
}
