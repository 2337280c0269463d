// The files of a share page with what proves them: size, checksums, and each host's own link, folded.
import { ChevronDown } from 'lucide-react'
import { formatBytes } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import { plainName } from '#components/format/plain-name.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { FileName } from '#components/ui/file-name.tsx'
import { HostLink } from './host-link.tsx'
import type { FileLinkView, FileView, LinkView } from './mirror-view.ts'
import { StateMark } from './state-mark.tsx'
import { verifiedWord } from './verified.ts'

type Props = { files: readonly FileView[]; links: readonly LinkView[]; fileLinks: readonly FileLinkView[] }

export function ShareFiles({ files, links, fileLinks }: Props) {
  const hostNames = new Map(links.map((link) => [link.host, link.hostName]))
  return (
    <section aria-labelledby="share-files" className="overflow-hidden rounded-card border border-line bg-card">
      <h2 id="share-files" className="border-b border-line px-4 py-3 font-semibold sm:px-5">
        {count(files.length, 'file')}
      </h2>
      <ul>
        {files.map((file) => (
          <li key={file.id} className="border-b border-line last:border-b-0">
            <File file={file} links={fileLinks.filter((link) => link.fileId === file.id)} hostNames={hostNames} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type FileProps = { file: FileView; links: readonly FileLinkView[]; hostNames: ReadonlyMap<string, string> }

function File({ file, links, hostNames }: FileProps) {
  const { name, size, path, sha256, md5 } = file
  return (
    <details className="group">
      <summary className="flex min-h-14 list-none items-center gap-3 px-4 py-2 hover:bg-beam-faint focus-visible:-outline-offset-2 sm:px-5 [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 grow">
          <FileName name={name} />
          <span className="flex min-w-0 gap-2 text-small text-ink-soft">
            {path !== null && (
              <span className="max-w-60 shrink-0 truncate">
                <bdi>{plainName(path)}</bdi>
              </span>
            )}
            <span className="figures min-w-0 max-w-60 truncate">
              {sha256 === null ? 'Its checksum comes with the first copy' : `SHA-256 ${sha256}`}
            </span>
          </span>
        </span>
        <span className="figures shrink-0 text-ink-soft">{formatBytes(size)}</span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-180 print:hidden"
        />
      </summary>
      <div className="grid gap-1 px-4 pt-2 pb-4 sm:px-5">
        {sha256 !== null && <Digest label="SHA-256" value={sha256} of={name} />}
        {md5 !== null && <Digest label="MD5" value={md5} of={name} />}
        {links.length > 0 && (
          <ul className="grid gap-1">
            {links.map(({ host, url, verified, linkState }) => {
              const hostName = hostNames.get(host) ?? host
              return (
                <li key={host} className="grid items-center gap-x-4 md:grid-cols-[8rem_minmax(0,1fr)_auto]">
                  <span className="text-small font-semibold">{hostName}</span>
                  <HostLink url={url} of={`${name} at ${hostName}`} dead={linkState === 'dead'} />
                  <span className="text-small text-ink-soft">
                    {linkState === 'dead' ? <StateMark word="Dead" /> : verifiedWord(verified)}
                  </span>
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </details>
  )
}

function Digest({ label, value, of }: { label: string; value: string; of: string }) {
  return (
    <div className="grid items-center gap-x-4 md:grid-cols-[8rem_minmax(0,1fr)]">
      <span className="text-small font-semibold">{label}</span>
      <span className="flex min-h-8 min-w-0 items-center gap-1">
        <code className="figures wrap-anywhere">{value}</code>
        <CopyButton text={value} what={`${label} of ${of}`} />
      </span>
    </div>
  )
}
