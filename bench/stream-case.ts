// One case of `streams.ts` in a process of its own: prints how long it took and the most memory that it had.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { request } from 'undici'
import { env } from '#server/env.ts'
import { enabledHost } from '#server/hosts/registry.ts'
import { hostIdSchema } from '#server/ids.ts'
import { headObject } from '#server/storage/objects.ts'
import { readObject } from '#server/storage/read-object.ts'
import { bucket, s3 } from '#server/storage/s3.ts'
import type { StreamCase } from './streams.ts'

const { signal } = new AbortController()
const resume = { load: async () => null, save: async () => undefined }
const memory = {
  get: async () => null,
  set: async () => undefined,
  getOrCreate: (_key: string, make: () => Promise<string>) => make(),
}

async function stream(key: string): Promise<AsyncIterable<Uint8Array>> {
  const facts = await headObject(key)
  if (!facts) throw new Error('There is no such object.')
  return readObject({ key, ...facts }, 0, signal)
}

async function whole(key: string): Promise<Uint8Array> {
  const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket(), Key: key }))
  if (!Body) throw new Error('There is no such object.')
  return Body.transformToByteArray()
}

const cases: Record<StreamCase, (key: string, size: number) => Promise<number>> = {
  idle: async (key) => (await headObject(key))?.size ?? 0,
  'download-stream': async (key) => {
    let bytes = 0
    for await (const piece of await stream(key)) bytes += piece.length
    return bytes
  },
  'download-whole': async (key) => (await whole(key)).length,
  'upload-stream': async (key, size) => {
    const host = enabledHost(hostIdSchema.parse('pixeldrain'))
    if (!host) throw new Error('PixelDrain is not set up.')
    const bytes = await stream(key)
    const file = { fileId: randomUUID(), mirrorId: randomUUID(), name: 'file', size, type: 'text/plain' }
    const stored = await host.upload({ ...file, take: () => bytes }, { signal, memory, resume, group: null })
    return stored.size ?? 0
  },
  'upload-whole': async (key) => {
    const body = await whole(key)
    const { PIXELDRAIN_API_URL = '', PIXELDRAIN_API_KEY } = env()
    const authorization = `Basic ${Buffer.from(`:${PIXELDRAIN_API_KEY?.reveal() ?? ''}`).toString('base64')}`
    const answer = await request(`${PIXELDRAIN_API_URL}/file/file`, { method: 'PUT', headers: { authorization }, body })
    await answer.body.dump()
    return answer.statusCode < 300 ? body.length : 0
  },
}

/**
 * The most memory that this process has had. Linux counts the parent's into `maxRSS`, since it outlives the start of a
 * program, so that its own figure of this address space is taken there.
 */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

const [name, size] = process.argv.slice(2)
const run = Object.entries(cases).find(([known]) => known === name)?.[1]
if (!run) throw new Error(`There is no case ${name}.`)
// The client and its first connection are made before the clock starts, as in a server that runs.
await headObject(`size-${size}`)
const from = performance.now()
const bytes = await run(`size-${size}`, Number(size))
const ms = performance.now() - from
process.stdout.write(JSON.stringify({ ms, bytes, peakBytes: peakBytes() }))
process.exit()
