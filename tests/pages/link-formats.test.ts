// What is copied: every form of the links of a mirror, and names that would be markup if they could.
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { writeLinks } from '#components/links/formats.ts'
import type { LinkSet } from '#components/links/link-set.ts'

const shareUrl = 'https://mirror.example/mirror/0b54a4c2'
const link = (host: string, url: string | null, more: Partial<LinkSet['links'][number]> = {}) =>
  ({ host, hostName: host.toUpperCase(), url, status: 'done', linkState: 'alive', ...more }) as const

const plain: LinkSet = {
  name: 'Lecture 3',
  shareUrl,
  files: [
    { id: 'f1', name: 'notes.pdf' },
    { id: 'f2', name: 'talk.mp4' },
  ],
  links: [
    link('a', 'https://a.example/u/1'),
    link('b', null),
    link('c', 'https://c.example/gone', { linkState: 'dead' }),
    link('d', null, { status: 'failed' }),
    link('e', '/storage/own'),
  ],
  fileLinks: [
    { fileId: 'f1', host: 'b', url: 'https://b.example/1?x=1&y=2', linkState: 'alive' },
    { fileId: 'f2', host: 'b', url: 'https://b.example/2', linkState: 'dead' },
    { fileId: 'f1', host: 'a', url: 'https://a.example/f', linkState: 'alive' },
  ],
}

describe('an ordinary mirror', () => {
  it('is every address that leads somewhere, a line each', () => {
    expect(writeLinks(plain, 'links').split('\n')).toEqual([
      'https://a.example/u/1',
      'https://b.example/1?x=1&y=2',
      'https://mirror.example/storage/own',
    ])
  })

  it('is Markdown', () => {
    expect(writeLinks(plain, 'markdown').split('\n')).toEqual([
      `[Lecture 3](${shareUrl})`,
      '',
      '- [A](https://a.example/u/1)',
      '- [B: notes.pdf](https://b.example/1?x=1&y=2)',
      '- [E](https://mirror.example/storage/own)',
    ])
  })

  it('is BBCode', () => {
    expect(writeLinks(plain, 'bbcode').split('\n')).toEqual([
      `[url=${shareUrl}]Lecture 3[/url]`,
      '[list]',
      '[*][url=https://a.example/u/1]A[/url]',
      '[*][url=https://b.example/1?x=1&y=2]B: notes.pdf[/url]',
      '[*][url=https://mirror.example/storage/own]E[/url]',
      '[/list]',
    ])
  })

  it('is HTML', () => {
    expect(writeLinks(plain, 'html').split('\n')).toEqual([
      `<p><a href="${shareUrl}">Lecture 3</a></p>`,
      '<ul>',
      '  <li><a href="https://a.example/u/1">A</a></li>',
      '  <li><a href="https://b.example/1?x=1&amp;y=2">B: notes.pdf</a></li>',
      '  <li><a href="https://mirror.example/storage/own">E</a></li>',
      '</ul>',
    ])
  })

  it('is the share page alone while no host has it', () => {
    const none = { ...plain, links: [], fileLinks: [] }
    expect(writeLinks(none, 'links')).toBe('')
    expect(writeLinks(none, 'markdown')).toBe(`[Lecture 3](${shareUrl})`)
    expect(writeLinks(none, 'bbcode')).toBe(`[url=${shareUrl}]Lecture 3[/url]`)
    expect(writeLinks(none, 'html')).toBe(`<p><a href="${shareUrl}">Lecture 3</a></p>`)
  })
})

describe('hostile names and addresses', () => {
  const only = (name: string, url: string): LinkSet => ({ ...plain, name, links: [link('a', url)], fileLinks: [] })

  it('stay text in Markdown', () => {
    const text = writeLinks(only('x](https://evil.example) *b* `c` <i>', 'https://a.example/(1)?q=&copy;'), 'markdown')
    expect(text.split('\n')).toEqual([
      String.raw`[x\](https://evil.example) \*b\* \`c\` \<i\>](${shareUrl})`,
      '',
      '- [A](https://a.example/%281%29?q=&amp;copy;)',
    ])
  })

  it('stay text in BBCode', () => {
    const text = writeLinks(only('x[/url][img]https://evil.example[/img]', 'https://a.example/[1]'), 'bbcode')
    expect(text).toContain('x(/url)(img)https://evil.example(/img)[/url]')
    expect(text).toContain('[url=https://a.example/%5B1%5D]')
  })

  it('stay text in HTML', () => {
    const text = writeLinks(only('"><script>alert(1)</script>', `https://a.example/"onclick='x'`), 'html')
    const [share, ...list] = text.split('\n')
    const parser = new XMLParser({ ignoreAttributes: false })
    expect(parser.parse(share ?? '')).toEqual({
      p: { a: { '#text': '"><script>alert(1)</script>', '@_href': shareUrl } },
    })
    expect(Object.keys(parser.parse(list.join('\n')).ul.li.a)).toEqual(['#text', '@_href'])
  })

  it('are one line that reads as it is written, and no script', () => {
    expect(writeLinks(only('a\n\n# b\u202Egpj.exe', 'https://a.example/1'), 'markdown')).toContain('[a # bgpj.exe](')
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '//evil.example/x'])
      expect(writeLinks(only('a', url), 'links')).toBe('')
  })
})
