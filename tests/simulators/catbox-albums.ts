// Catbox's albums: made after the files from their short names; only an account can change one later.
import { shortId } from './ids.ts'
import { sentence } from './catbox-replies.ts'
import type { LinkedFiles } from './linked-files.ts'
import { type Reply, plain } from './reply.ts'

type Album = { short: string; title: string; desc: string; files: string[]; owner: string | null }
type Fields = ReadonlyMap<string, string>

const maxFiles = 500

/** The short names that `files` holds, as separated by spaces. */
export const namesOf = (fields: Fields): string[] =>
  (fields.get('files') ?? '').split(' ').filter((name) => name !== '')

export class CatboxAlbums {
  readonly all = new Map<string, Album>()
  readonly #files: LinkedFiles
  readonly #origin: string

  constructor(files: LinkedFiles, origin: string) {
    this.#files = files
    this.#origin = origin
  }

  create(fields: Fields, owner: string | null): Reply {
    const title = fields.get('title') ?? ''
    if (title === '') return sentence('No title given.')
    const files = namesOf(fields)
    const refusal = this.#refused(files)
    if (refusal) return refusal
    const album = { short: shortId(6).toLowerCase(), title, desc: fields.get('desc') ?? '', files, owner }
    this.all.set(album.short, album)
    return this.#changed(album, files)
  }

  /** `addtoalbum`, `removefromalbum`, `editalbum` and `deletealbum`, by the account that made the album. */
  change(call: string, fields: Fields, owner: string | null): Reply {
    const album = this.all.get(fields.get('short') ?? '')
    if (owner === null) return sentence('No userhash given.')
    if (!album) return sentence('No such album.')
    if (album.owner !== owner) return sentence('This album is not yours.')
    if (call === 'deletealbum') return this.#remove(album)
    const given = namesOf(fields)
    const files = changedFiles(call, album.files, given)
    const refusal = this.#refused(files)
    if (refusal) return refusal
    if (call === 'editalbum') {
      album.title = fields.get('title') ?? album.title
      album.desc = fields.get('desc') ?? album.desc
    }
    return this.#changed(album, files)
  }

  /** Takes a deleted file out of every album. */
  forget(fileId: string): void {
    for (const album of this.all.values()) album.files = album.files.filter((name) => name !== fileId)
  }

  #refused(files: readonly string[]): Reply | null {
    if (files.length === 0) return sentence('No files given.')
    if (files.length > maxFiles) return sentence(`An album can hold ${maxFiles} files.`)
    return files.every((name) => this.#files.all.has(name)) ? null : sentence('A file of the album does not exist.')
  }

  #changed(album: Album, files: string[]): Reply {
    this.#leave(album)
    album.files = files
    for (const name of files) this.#setGroup(name, album.short)
    return plain(200, `${this.#origin}/c/${album.short}`)
  }

  #remove(album: Album): Reply {
    this.#leave(album)
    this.all.delete(album.short)
    return plain(200, 'The album was deleted.')
  }

  #leave({ files }: Album): void {
    for (const name of files) this.#setGroup(name, null)
  }

  #setGroup(name: string, group: string | null): void {
    const file = this.#files.all.get(name)
    if (file) file.arrival.group = group
  }
}

function changedFiles(call: string, old: readonly string[], given: readonly string[]): string[] {
  if (call === 'addtoalbum') return [...new Set([...old, ...given])]
  if (call === 'removefromalbum') return old.filter((name) => !given.includes(name))
  return [...given]
}
