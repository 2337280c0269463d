// What the menu of links needs of a mirror. A browser is sent no more of it: a thousand files have some thousand links.
import type { LinkSet } from '#components/links/link-set.ts'
import type { MirrorView } from './mirror-view.ts'

/** Links to single files are left out for hosts that have one to the whole. */
export function linkSetOf({ name, files, links, fileLinks }: MirrorView, shareUrl: string): LinkSet {
  const byFile = new Set(links.filter(({ url }) => url === null).map(({ host }) => host))
  const single = fileLinks.filter(({ host }) => byFile.has(host))
  const named = new Set(single.map(({ fileId }) => fileId))
  return {
    name,
    shareUrl,
    files: files.filter(({ id }) => named.has(id)).map((file) => ({ id: file.id, name: file.name })),
    links: links.map(({ host, hostName, url, status, linkState }) => ({ host, hostName, url, status, linkState })),
    fileLinks: single.map(({ fileId, host, url, linkState }) => ({ fileId, host, url, linkState })),
  }
}
