// What hosts give as an address is only a link when it is a web address.
import { describe, expect, it } from 'vitest'
import { safeUrl, shortUrl } from '#components/mirror/safe-url.ts'

describe('an address that a host gave', () => {
  it.each(['https://pixeldrain.com/u/abc', 'http://127.0.0.1:9/f', '/storage/a'])('is a link: %s', (url) => {
    expect(safeUrl(url)).toBe(url)
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example/x',
    '/\\evil.example',
    'ftp://a/b',
    'pixeldrain.com',
    '',
  ])('is none: %s', (url) => {
    expect(safeUrl(url)).toBeNull()
  })

  it('is shown without what every address has', () => {
    expect(shortUrl('https://gofile.io/d/abc/')).toBe('gofile.io/d/abc')
  })
})
