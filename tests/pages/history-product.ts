// Somebody with many mirrors and a browser that is theirs.
import type { BrowserContextOptions } from 'playwright-core'
import { isOver, sampleBytes, untilMirror, upload, visit, type Visitor } from '#tests/support/visitor.ts'
import { openPage, type OpenPage } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

export type Historian = {
  product: Product
  visitor: Visitor
  /** Newest first. */
  names: string[]
  open(path: string, options?: BrowserContextOptions): Promise<OpenPage>
}

/** The last mirror is on three hosts; the others wait for their uploads. */
export async function openHistory(mirrors: number): Promise<Historian> {
  const product = await openProduct()
  const visitor = await visit(product.url)
  const names: string[] = []
  for (let n = 1; n < mirrors; n++) {
    const name = `${n % 3 === 0 ? 'Concert' : 'Lecture'} ${String(n).padStart(3, '0')}`
    await visitor.call.mirror.create.mutate({ nickname: name, files: [{ name: `${n}.mp4`, size: n * 1000 }] })
    names.unshift(name)
  }
  const files = ['naïve ファイル "q".txt', 'a-very-long-name-of-a-file-that-does-not-fit-on-a-telephone.tar.gz']
  const { id } = await upload(
    visitor,
    files.map((name, seed) => ({ name, body: sampleBytes(300_000, seed) })),
  )
  await visitor.call.history.rename.mutate({ id, name: 'Everywhere' })
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain', 'gofile', 'bunkr'] })
  await untilMirror(visitor, id, isOver)
  names.unshift('Everywhere')
  const cookies = visitor.cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    const rest = {
      domain: '127.0.0.1',
      path: '/',
      expires: -1,
      httpOnly: true,
      secure: false,
      sameSite: 'Lax' as const,
    }
    return { name, value: value.join('='), ...rest }
  })
  const open = (path: string, options: BrowserContextOptions = {}) =>
    openPage(product, path, { ...options, storageState: { cookies, origins: [] } })
  return { product, visitor, names, open }
}
