// What a fetched file is called: as its server says, else as its address ends.
import type { IncomingHttpHeaders } from 'node:http'
import { parse } from 'content-disposition'

/** As the contract has it, in characters. */
const MOST_NAME = 255
/** An extension longer than this is not worth keeping. */
const MOST_EXTENSION = 32

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Headers are read byte by byte; many servers put UTF-8 there all the same. */
function readable(text: string): string {
  if (!/^[\x00-\xff]*$/.test(text) || /^[\x00-\x7f]*$/.test(text)) return text
  const utf8 = Buffer.from(text, 'latin1').toString('utf8')
  return utf8.includes('�') ? text : utf8
}

/** Without folders: what a server puts before the name is its own matter. */
const lastOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? ''

/** A valid name, or null where nothing of it can be kept. */
function valid(text: string): string | null {
  const name = text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
  if (name === '' || name === '.' || name === '..') return null
  const characters = Array.from(name)
  if (characters.length <= MOST_NAME) return name
  const dot = characters.lastIndexOf('.')
  const extension = dot > 0 && characters.length - dot <= MOST_EXTENSION ? characters.slice(dot) : []
  return [...characters.slice(0, MOST_NAME - extension.length), ...extension].join('')
}

function disposedName(headers: IncomingHttpHeaders): string | null {
  const header = headers['content-disposition']
  const name = header === undefined ? undefined : parse(header).parameters['filename']
  return name === undefined ? null : valid(lastOf(readable(name)))
}

const pathName = ({ pathname }: URL): string | null => valid(lastOf(decoded(pathname)))

/**
 * @param asked the address that was given
 * @param last where its redirects led
 */
export const nameOf = (headers: IncomingHttpHeaders, asked: URL, last: URL): string =>
  disposedName(headers) ?? pathName(asked) ?? pathName(last) ?? 'download'
