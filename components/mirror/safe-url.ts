// Addresses that hosts gave are somebody else's text: only web addresses become links.

/** The address if it is http(s), or a path of this site; null for everything else, such as `javascript:`. */
export function safeUrl(url: string | null): string | null {
  if (url === null) return null
  if (/^\/(?![/\\])/.test(url)) return url
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null
}

/** An address without what every address has, for reading: "pixeldrain.com/u/abc". */
export const shortUrl = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\/$/, '')
