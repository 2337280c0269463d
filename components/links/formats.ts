// Links as people paste them elsewhere. Names and addresses are somebody else's text: none of it may become markup there.
import { hostLinksOf, type LinkSet, type NamedLink, shareOf } from './link-set.ts'

export const formats = ['links', 'markdown', 'bbcode', 'html'] as const
export type Format = (typeof formats)[number]

/** Percent codes for what would end an address in the markup around it; the address stays the same. */
const coded = (url: string, risky: RegExp): string =>
  url.replace(risky, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

const markdownLink = ({ name, url }: NamedLink): string => {
  const text = name.replace(/[\\`*_[\]<>&!~|]/g, String.raw`\$&`)
  // What looks like an entity would be read as one.
  const address = coded(url, /[()<>\\\s]/g).replace(/&(?=#?\w+;)/g, '&amp;')
  return `[${text}](${address})`
}

/** BBCode knows no escape, so a name has round brackets in place of its square ones. */
const bbcodeLink = ({ name, url }: NamedLink): string =>
  `[url=${coded(url, /[[\]"\s]/g)}]${name.replaceAll('[', '(').replaceAll(']', ')')}[/url]`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

const htmlLink = ({ name, url }: NamedLink): string => `<a href="${escaped(url)}">${escaped(name)}</a>`

/** The share page first, then what stands at the hosts, as a list. */
const writers: Record<Format, (share: NamedLink, hosts: readonly NamedLink[]) => string[]> = {
  links: (_share, hosts) => hosts.map(({ url }) => url),
  markdown: (share, hosts) => [
    markdownLink(share),
    ...(hosts.length > 0 ? ['', ...hosts.map((link) => `- ${markdownLink(link)}`)] : []),
  ],
  bbcode: (share, hosts) => [
    bbcodeLink(share),
    ...(hosts.length > 0 ? ['[list]', ...hosts.map((link) => `[*]${bbcodeLink(link)}`), '[/list]'] : []),
  ],
  html: (share, hosts) => [
    `<p>${htmlLink(share)}</p>`,
    ...(hosts.length > 0 ? ['<ul>', ...hosts.map((link) => `  <li>${htmlLink(link)}</li>`), '</ul>'] : []),
  ],
}

/** The links of a mirror in a format, lines divided by line feeds; as `links` empty while no host has given one. */
export const writeLinks = (set: LinkSet, format: Format): string =>
  writers[format](shareOf(set), hostLinksOf(set)).join('\n')
