// The addresses under which a mirror can be had, for whatever they are written as.
import { plainName } from '#components/format/plain-name.ts'
import { isDead } from '#components/mirror/link-state.ts'
import type { FileLinkView, LinkView } from '#components/mirror/mirror-view.ts'
import { safeUrl } from '#components/mirror/safe-url.ts'

/** What of `mirror.get` is needed for it, and the address of the share page. */
export type LinkSet = {
  name: string
  shareUrl: string
  files: readonly { id: string; name: string }[]
  links: readonly (Pick<LinkView, 'hostName' | 'url' | 'status' | 'linkState'> & { host: string })[]
  fileLinks: readonly (Pick<FileLinkView, 'url' | 'linkState'> & { fileId: string; host: string })[]
}

/** An address, and what it leads to: "GoFile", or "GoFile: notes.pdf" where the host has no link to the whole. */
export type NamedLink = { name: string; url: string }

/** A name as one line that reads in the order in which it is written. */
const oneLine = (name: string): string => plainName(name).replace(/\s+/g, ' ').trim()

export const shareOf = ({ name, shareUrl }: Pick<LinkSet, 'name' | 'shareUrl'>): NamedLink => ({
  name: oneLine(name) || shareUrl,
  url: shareUrl,
})

/** A host's link to the whole where there is one, else its links to the files; none that leads nowhere any more. */
export function hostLinksOf({ shareUrl, files, links, fileLinks }: LinkSet): NamedLink[] {
  const names = new Map<string, string>(files.map(({ id, name }) => [id, name]))
  const live = fileLinks.filter(({ linkState }) => linkState !== 'dead')
  return links
    .filter((link) => !isDead(link))
    .flatMap(({ host, hostName, url }) => {
      if (url !== null) return [{ name: oneLine(hostName), url }]
      return live
        .filter((link) => link.host === host)
        .map((link) => ({ name: oneLine(`${hostName}: ${names.get(link.fileId) ?? ''}`), url: link.url }))
    })
    .flatMap(({ name, url }) => {
      const safe = safeUrl(url)
      // A path of this site means nothing elsewhere.
      return safe === null ? [] : [{ name, url: new URL(safe, shareUrl).href }]
    })
}
