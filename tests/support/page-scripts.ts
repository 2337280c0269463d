// How much script a page makes a browser load.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'

const build = join(import.meta.dirname, '..', '..', '.next')

/** In bytes after gzip. `framework` is what Next loads on every page; `own` is the rest, our packages included. */
export type ScriptSizes = { total: number; framework: number; own: number }

const manifest = z.object({ rootMainFiles: z.array(z.string()) })

/** @param url of a page of a running product that was started from the build in `.next` */
export async function scriptSizes(url: string): Promise<ScriptSizes> {
  const html = await (await fetch(url)).text()
  const { rootMainFiles } = manifest.parse(JSON.parse(await readFile(join(build, 'build-manifest.json'), 'utf8')))
  const framework = new Set(rootMainFiles.map((path) => `/_next/${path}`))
  const sizes: ScriptSizes = { total: 0, framework: 0, own: 0 }
  for (const path of scriptsIn(html)) {
    const script = await (await fetch(new URL(path, url))).arrayBuffer()
    const size = gzipSync(new Uint8Array(script)).length
    sizes.total += size
    sizes[framework.has(path) ? 'framework' : 'own'] += size
  }
  return sizes
}

/** What is for browsers without modules alone is loaded by none of today. */
function scriptsIn(html: string): Set<string> {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\bnomodule\b/i.test(tag))
  return new Set(tags.flatMap((tag) => /\bsrc="(\/_next\/[^"]+\.js)[^"]*"/.exec(tag)?.[1] ?? []))
}
