// A share page of many files in folders: found, sorted and paged with script and without, as text for programs, and as a picture.
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { writableName } from '#components/mirror/preview-picture.tsx'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { isOver, untilMirror, visit, type Visitor } from '#tests/support/visitor.ts'
import { seriousFindings } from './axe.ts'
import { openPage, picture } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { stickingOut } from './people.ts'

const pictures = join(import.meta.dirname, '..', '.artifacts', 'pages')

const FILES = 124
const fileOf = (n: number) => ({
  name: n === 3 ? 'naïve "ファイル" & <b>.txt' : `lecture ${n}.mp4`,
  path: n < 4 ? undefined : n < 60 ? 'spring' : 'autumn\\late/week 1',
  body: Buffer.from(`${'x'.repeat(n)} the bytes of ${n}`),
})
// The last has the name of one before it.
const files = [
  ...Array.from({ length: FILES - 1 }, (_, n) => fileOf(n)),
  { ...fileOf(1), body: Buffer.from('another') },
]

let product: Product
let owner: Visitor
let id: string

async function uploadAll(): Promise<string> {
  const mirror = await owner.call.mirror.create.mutate({
    nickname: 'Lectures 2026',
    files: files.map(({ name, path, body }) => ({ name, size: body.length, ...(path !== undefined && { path }) })),
  })
  const put = async ({ id: fileId, upload }: (typeof mirror.files)[number], index: number) => {
    if (!('url' in upload)) throw new Error('A small file is put at once.')
    await fetch(upload.url, { method: 'PUT', body: files[index]?.body ?? '' })
    await owner.call.mirror.completeUpload.mutate({ fileId })
  }
  await Promise.all(mirror.files.map(put))
  return mirror.id
}

beforeAll(async () => {
  product = await openProduct()
  owner = await visit(product.url)
  id = await uploadAll()
  await owner.call.mirror.start.mutate({ id, hosts: ['gofile', 'local'] })
  await untilMirror(owner, id, isOver)
}, 120_000)

const ask = (rest: string) => fetch(`${product.url}/mirror/${id}${rest}`)

describe('with no script', () => {
  it('has a hundred files a page, and a form that finds and sorts them', async () => {
    const { page } = await openPage(product, `/mirror/${id}`, { javaScriptEnabled: false })
    expect(await page.locator('article details code').count()).toBeGreaterThan(0)
    expect(await page.locator('main section ul details').count()).toBe(100)
    await page.getByRole('heading', { name: 'spring' }).waitFor()
    await page.getByRole('link', { name: 'Further files' }).click()
    await page.getByText('Page 2 of 2').waitFor()
    expect(await page.locator('main section ul details').count()).toBe(FILES - 100)
    await page.getByRole('searchbox', { name: 'Find a file' }).fill('LECTURE 11')
    await page.getByLabel('Sort by').selectOption('Largest first')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('heading', { name: `11 of ${FILES} files` }).waitFor()
    expect(new URL(page.url()).search).toBe('?q=LECTURE+11&sort=size')
    expect(await page.locator('main section ul details [title]').first().getAttribute('title')).toBe('lecture 119.mp4')
    await page.context().close()
  })
})

describe.each([
  { width: 390, colorScheme: 'light' as const },
  { width: 1440, colorScheme: 'dark' as const },
])('at $width px', ({ width, colorScheme }) => {
  it('finds a file while it is typed, and keeps the address in step', async () => {
    const viewport = { width, height: width < 600 ? 844 : 900 }
    const { page, noise } = await openPage(product, `/mirror/${id}`, { viewport, colorScheme })
    await picture(page, `${width}-${colorScheme}-share-many`)
    await page.getByRole('searchbox', { name: 'Find a file' }).fill('lecture 12')
    await page.getByRole('heading', { name: `4 of ${FILES} files` }).waitFor()
    expect(new URL(page.url()).search).toBe('?q=lecture+12')
    await page.getByRole('searchbox', { name: 'Find a file' }).fill('nothing like it')
    await page.getByText('No file fits.').waitFor()
    await page.getByRole('searchbox', { name: 'Find a file' }).fill('ファイル')
    await page.getByRole('heading', { name: `1 of ${FILES} files` }).waitFor()
    await page.locator('main section ul summary').click()
    await page.getByText('What does “verified” mean?').click()
    await picture(page, `${width}-${colorScheme}-share-found`)
    expect(await seriousFindings(page)).toEqual([])
    expect(await stickingOut(page)).toBeLessThanOrEqual(0)
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
    await picture(page, `${width}-${colorScheme}-share-rtl`)
    expect(await stickingOut(page)).toBeLessThanOrEqual(0)
    expect(noise).toEqual([])
    await page.context().close()
  })
})

describe('as text', () => {
  it('has every link that `mirror.get` gives, one a line, and says nothing to search engines', async () => {
    const answer = await ask('/links.txt')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': expect.stringContaining('noindex'),
    })
    const lines = (await answer.text()).split('\n')
    const { links, fileLinks } = await owner.call.mirror.get.query({ id })
    const wanted = [...links.flatMap(({ url }) => url ?? []), ...fileLinks.map(({ url }) => url)]
    expect(new Set(lines.filter((line) => line.startsWith('http')))).toEqual(new Set(wanted))
    expect(lines[0]).toBe('# Lectures 2026')
    expect(lines).toContain('# lecture 1 (1).mp4')
  })

  it('has checksums that `sha256sum -c` takes, with folders, odd letters and two files of one name', async () => {
    const folder = await temporaryFolder()
    const sums = await (await ask('/SHA256SUMS')).text()
    for (const [index, { name, path, body }] of files.entries()) {
      const own = index === FILES - 1 ? 'lecture 1 (1).mp4' : name
      const file = join(folder, path ?? '', own)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, body)
    }
    await writeFile(join(folder, 'SHA256SUMS'), sums)
    const { stdout } = await promisify(execFile)('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: folder })
    expect(stdout.split('\n').filter((line) => line.endsWith(': OK'))).toHaveLength(FILES)
    expect(sums).toContain(createHash('sha256').update('another').digest('hex'))
    await writeFile(join(folder, 'lecture 2.mp4'), 'other bytes')
    await expect(promisify(execFile)('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder })).rejects.toMatchObject({
      stdout: expect.stringContaining('lecture 2.mp4: FAILED'),
    })
  })

  it.each(['links.txt', 'SHA256SUMS'])('there is no %s where there is no mirror', async (text) => {
    for (const missing of ['00000000-0000-4000-8000-000000000000', 'none']) {
      const answer = await fetch(`${product.url}/mirror/${missing}/${text}`)
      expect([answer.status, await answer.text()]).toEqual([404, 'There is no mirror at this address.\n'])
    }
  })
})

describe('for other programs', () => {
  const content = (html: string, name: string) =>
    new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1]

  /** The width and height that a PNG says of itself. */
  async function sizeOf(url: string): Promise<[number, number]> {
    const answer = await fetch(url)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('x-robots-tag')).toContain('noindex')
    const bytes = Buffer.from(await answer.arrayBuffer())
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  }

  it('has a title, a description and a picture at whole addresses', async () => {
    const html = await (await ask('')).text()
    expect(content(html, 'og:title')).toBe('Lectures 2026')
    expect(content(html, 'og:description')).toMatch(/^124 files, \d+\.\d kB, on 2 hosts\.$/)
    expect(content(html, 'twitter:card')).toBe('summary_large_image')
    const image = content(html, 'og:image') ?? ''
    expect(image.startsWith(`${product.url}/mirror/${id}/opengraph-image`)).toBe(true)
    expect(await sizeOf(image)).toEqual([1200, 630])
    await mkdir(pictures, { recursive: true })
    await writeFile(join(pictures, 'share-preview.png'), Buffer.from(await (await fetch(image)).arrayBuffer()))
  })

  it.each(['plain', 'emoji 🎉 and more', 'שלום עולם.pdf', '<b>"&\u202e', '日本語'])(
    'draws a picture of a mirror that is called %s',
    async (nickname) => {
      const made = await owner.call.mirror.create.mutate({ nickname, files: [{ name: 'a', size: 1 }] })
      expect(await sizeOf(`${product.url}/mirror/${made.id}/opengraph-image`)).toEqual([1200, 630])
    },
  )

  it('writes only what its one font has, so that it asks nobody for letters', () => {
    expect(['Ünïcode — “4” €', 'Привет', 'emoji 🎉👩‍👩‍👧 ok', 'שלום', '日本', '🎉'].map(writableName)).toEqual([
      'Ünïcode — “4” €',
      'Привет',
      'emoji ok',
      null,
      null,
      null,
    ])
  })

  it('tells nothing of what is not there', async () => {
    const url = `${product.url}/mirror/00000000-0000-4000-8000-000000000000/opengraph-image`
    expect(await sizeOf(url)).toEqual([1200, 630])
  })

  it('tells nothing of what has a password, and says so to programs', async () => {
    await owner.call.mirror.share.mutate({ id, password: 'open sesame' })
    const answer = await ask('')
    const html = await answer.text()
    expect(answer.status).toBe(401)
    expect(html.includes('Lectures') || html.includes('lecture 1') || html.includes('124 files')).toBe(false)
    expect(content(html, 'og:title')).toBe('A mirror on EasyMirror')
    for (const text of ['/links.txt', '/SHA256SUMS']) {
      const refused = await ask(text)
      expect([refused.status, await refused.text()]).toEqual([
        401,
        'This mirror has a password: open its page and give it there.\n',
      ])
    }
    const bytes = async (of: string) =>
      Buffer.from(await (await fetch(`${product.url}/mirror/${of}/opengraph-image`)).arrayBuffer())
    expect((await bytes(id)).equals(await bytes('00000000-0000-4000-8000-000000000000'))).toBe(true)
  })
})
