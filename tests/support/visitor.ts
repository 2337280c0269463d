// Somebody who uses a running product from outside: signs in as a guest, uploads, mirrors, waits.
import { setTimeout as sleep } from 'node:timers/promises'
import { createTRPCClient, httpLink } from '@trpc/client'
import superjson from 'superjson'
import { z } from 'zod'
import type { AppRouter, RouterOutputs } from '#server/routers/root.ts'

export type MirrorView = RouterOutputs['mirror']['get']
export type Visitor = { call: ReturnType<typeof clientOf>; cookie: string }
export type TestFile = { name: string; body: Buffer<ArrayBuffer> }

const clientOf = (url: string, cookie: string) =>
  createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/api/trpc`, transformer: superjson, headers: { cookie } })],
  })

const csrf = z.object({ csrfToken: z.string() })

const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')

/** Becomes a guest of the product at `url`. */
export async function visit(url: string): Promise<Visitor> {
  const asked = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = csrf.parse(await asked.json())
  const answer = await fetch(`${url}/api/auth/callback/guest`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(asked).join('; ') },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  })
  return at(url, cookiesOf(answer).join('; '))
}

/** The same person at another address, or after a restart. */
export const at = (url: string, cookie: string): Visitor => ({ call: clientOf(url, cookie), cookie })

/** Bytes that differ from place to place and from seed to seed. */
export function sampleBytes(size: number, seed: number): Buffer<ArrayBuffer> {
  const body = Buffer.alloc(size)
  let x = seed + 1
  for (let at = 0; at + 4 <= size; at += 4) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    body.writeUInt32LE(x, at)
  }
  return body
}

async function put(url: string, body: Buffer<ArrayBuffer>): Promise<string> {
  const answer = await fetch(url, { method: 'PUT', body })
  if (!answer.ok) throw new Error(`storage answered ${answer.status}: ${await answer.text()}`)
  return answer.headers.get('etag') ?? ''
}

/** Makes a mirror and brings all of its files into staging. */
export async function upload({ call }: Visitor, files: readonly TestFile[]) {
  const mirror = await call.mirror.create.mutate({
    files: files.map(({ name, body }) => ({ name, size: body.length })),
  })
  for (const [index, { id: fileId, upload: target }] of mirror.files.entries()) {
    const body = files[index]?.body ?? Buffer.alloc(0)
    if ('url' in target) {
      await put(target.url, body)
      await call.mirror.completeUpload.mutate({ fileId })
      continue
    }
    if ('fetching' in target) throw new Error('Nobody uploads this file.')
    const { partSize, partCount } = target.multipart
    const partNumbers = Array.from({ length: partCount }, (_, number) => number + 1)
    const urls = await call.mirror.signParts.mutate({ fileId, partNumbers })
    const parts: { partNumber: number; etag: string }[] = []
    for (const { partNumber, url } of urls)
      parts.push({
        partNumber,
        etag: await put(url, body.subarray((partNumber - 1) * partSize, partNumber * partSize)),
      })
    await call.mirror.completeUpload.mutate({ fileId, parts })
  }
  return mirror
}

const POLL_MS = 100
const PATIENCE_MS = 60_000

/**
 * Asks for the mirror until it is as wanted.
 * @throws {Error} with the last view when it does not come to that within a minute
 */
export async function untilMirror(
  { call }: Visitor,
  id: string,
  isIt: (view: MirrorView) => boolean,
): Promise<MirrorView> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const view = await call.mirror.get.query({ id })
    if (isIt(view)) return view
    if (performance.now() > deadline) throw new Error(`The mirror is not as wanted: ${JSON.stringify(view)}`)
    await sleep(POLL_MS)
  }
}

export const isOver = ({ status }: MirrorView): boolean => ['done', 'partial', 'failed'].includes(status)
