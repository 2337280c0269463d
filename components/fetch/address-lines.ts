// Text as addresses, one a line, with the line that each stands in.

export type AddressLine = {
  /** Counted from 1, as people do. */
  line: number
  url: string
}

export type LineFault = { line: number; sentence: string }

/** Lines that have something in them. */
export const linesOf = (text: string): AddressLine[] =>
  text
    .split(/\r?\n/)
    .map((url, index) => ({ line: index + 1, url: url.trim() }))
    .filter(({ url }) => url !== '')

/** What is wrong with an address at first sight, as a key of the messages; null where nothing is. */
export function faultOf(url: string): 'notAddress' | 'notWeb' | null {
  if (!URL.canParse(url)) return 'notAddress'
  return /^https?:$/.test(new URL(url).protocol) ? null : 'notWeb'
}

/** Whether a text is nothing but addresses of the web. */
export function isAllAddresses(text: string): boolean {
  const lines = linesOf(text)
  return lines.length > 0 && lines.every(({ url }) => /^https?:\/\/\S+$/i.test(url) && faultOf(url) === null)
}
