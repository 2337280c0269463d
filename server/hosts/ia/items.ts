// A mirror's item at the Internet Archive. Its name is ours to choose, so that its address is known before it is there, and
// the first file makes it.
import { HostError } from '#server/hosts/errors.ts'
import { groupTitle } from '#server/hosts/group-title.ts'
import type { Group, GroupBefore, GroupName, Source } from '#server/hosts/host.ts'
import { type IaConfig, isOverLimit } from './api.ts'
import { slowDownMs } from './errors.ts'

/** In characters; items' names have 3 to 100 of `[A-Za-z0-9._-]`. */
const longestSlug = 60
const longestTitle = 200

/** Unlike any other mirror's, also of other instances, and readable. */
function itemName({ title, mark }: GroupName): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-|-$/g, '')
  return ['easymirror', slug, mark].filter((part) => part !== '').join('-')
}

/**
 * The grouping of the Internet Archive, model `before`. No `find`: making it again gives the same.
 */
export const itemsOf = (config: IaConfig): GroupBefore => ({
  when: 'before',
  async create(name, call) {
    const id = itemName(name)
    if (await isOverLimit(config, id, call)) throw new HostError('retry', 'asks for a pause.', { afterMs: slowDownMs })
    return { id, url: `${config.siteUrl}/details/${id}`, extra: { title: groupTitle(name, longestTitle) } }
  },
})

/** The item of a file's mirror, also where nobody has made a group of it. */
export const itemFor = (group: Group | null, { mirrorId }: Pick<Source, 'mirrorId'>): Group =>
  group ?? { id: itemName({ title: '', mark: mirrorId.replaceAll('-', '') }), url: null }

/** Values beyond ASCII travel percent-encoded. */
const headerValue = (text: string) => (/^[\x20-\x7e]*$/.test(text) ? text : `uri(${encodeURIComponent(text)})`)

/** What the item is to be, sent with each file since any of them may be the first. */
export const itemHeaders = (group: Group, { size }: Pick<Source, 'size'>): Record<string, string> => ({
  'x-archive-auto-make-bucket': '1',
  'x-archive-queue-derive': '0',
  // Of the whole item it is the least.
  'x-archive-size-hint': String(size),
  'x-archive-meta-title': headerValue(group.extra?.['title'] ?? group.id),
  'x-archive-meta-mediatype': 'data',
  'x-archive-meta-collection': 'opensource',
})
