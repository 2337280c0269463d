// The visible name of an album, folder or list at a host.
import type { GroupName } from './host.ts'

/** How our own group ends, so that it can be told from another of the same title. */
export const groupMark = ({ mark }: Pick<GroupName, 'mark'>): string => `(${mark})`

/** The title and the mark in at most `maxLength` UTF-16 units; the title gives way. */
export function groupTitle(name: GroupName, maxLength: number): string {
  const mark = groupMark(name)
  const title = name.title
    .toWellFormed()
    .replace(/[\p{Cc}<>&"'/\\]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const room = maxLength - mark.length - 1
  const short =
    title.length > room
      ? title
          .slice(0, room)
          .toWellFormed()
          .replace(/\uFFFD$/, '')
          .trimEnd()
      : title
  return short === '' ? mark : `${short} ${mark}`
}
