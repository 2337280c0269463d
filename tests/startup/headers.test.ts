// What browsers are told with each answer of the running product.
import { beforeAll, describe, expect, it } from 'vitest'
import { type App, startApp } from '#tests/support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp({ env: { S3_PUBLIC_ENDPOINT: 'https://files.example:8443/base' } })
})

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}${path}`, { headers, redirect: 'manual' })
const policyOf = (answer: Response) =>
  new Map(
    (answer.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values] as const
    }),
  )
const nonceOf = (answer: Response) => /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]

const pages = ['/', '/history', '/hosts', '/faq', '/signin', '/account', '/no-such-page', '/mirror/no-id', '/icon.svg']
const calls = ['/api/trpc/mirror.hosts', '/api/health-check', '/api/build-info', '/api/auth/session', '/api/metrics']

describe('a page', () => {
  it.each(pages)(
    '%s runs scripts of ours only, stands in no frame and tells no other site its address',
    async (path) => {
      const answer = await ask(path)
      const nonce = nonceOf(answer) ?? ''
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
      expect(Object.fromEntries(policyOf(answer))).toEqual({
        'default-src': ["'none'"],
        'script-src': [`'nonce-${nonce}'`, "'strict-dynamic'"],
        'style-src': ["'self'", `'nonce-${nonce}'`],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'", 'https://files.example:8443'],
        'manifest-src': ["'self'"],
        'worker-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      })
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      })
      expect(answer.headers.has('x-powered-by')).toBe(false)
      expect(answer.headers.has('strict-transport-security')).toBe(false)
    },
  )

  it.each(pages.filter((path) => path !== '/icon.svg'))('%s gives its nonce to each of its scripts', async (path) => {
    const answer = await ask(path)
    const html = await answer.text()
    const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes)
    expect(scripts.length).toBeGreaterThan(3)
    for (const attributes of scripts) expect(attributes).toContain(`nonce="${nonceOf(answer)}"`)
    expect(html).not.toMatch(/<[a-z][^>]*\s(?:style|on[a-z]+)="/)
  })

  it('has a nonce that nobody can foresee or choose', async () => {
    const sent = { 'content-security-policy': "script-src 'nonce-mine'", 'x-nonce': 'mine' }
    const seen = await Promise.all([1, 2, 3].map(async () => ask('/', sent)))
    expect(new Set(seen.map(nonceOf)).size).toBe(3)
    for (const answer of seen) expect(await answer.text()).not.toContain('nonce="mine"')
  })

  it('is for HTTPS only from then on, where the visitor speaks it', async () => {
    const answer = await ask('/', { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'mirror.example' })
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=63072000')
    expect([...policyOf(answer).keys()]).toContain('upgrade-insecure-requests')
  })
})

it.each(calls)('%s has the same headers as a page', async (path) => {
  const answer = await ask(path)
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

it('the storage hands out files to keep, never pages to show', async () => {
  const answer = await ask('/storage/easymirror/any')
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  })
})
