// The engine in a process of its own: mirrors the files that the parent names to hosts that take a raw PUT, on the parent's database.
import { database } from '#db/connection.ts'
import { fileIdSchema } from '#server/ids.ts'
import { engine } from '#server/jobs/engine.ts'
import type { Engine } from '#server/mirroring/engine.ts'
import { mirrorFile } from '#server/mirroring/mirror-file.ts'
import { openShared } from '#server/mirroring/shared.ts'
import { answerParent } from './child.ts'
import { type EngineReply, engineQuestion, type Order } from './engine.ts'
import { forgetPeak, peakBytes, residentBytes } from './process-memory.ts'
import { sinkHost, sinkHttp } from './sink-host.ts'

const http = sinkHttp()
const shared = openShared(database(), 128 * 1024 ** 2)

/** @returns milliseconds until each host had it, and until all was over */
async function mirror({ fileId, hosts, leave }: Order): Promise<EngineReply['files'][number]> {
  const from = performance.now()
  const uploadedMs: Record<string, number> = {}
  const stopping = new AbortController()
  const onUploaded = (id: string) => {
    uploadedMs[id] = performance.now() - from
    if (leave && hosts.every((host) => host.id === leave || uploadedMs[host.id] !== undefined))
      stopping.abort(new Error('The others have it.'))
  }
  const known = new Map<string, ReturnType<typeof sinkHost>>(
    hosts.map((host) => [host.id, sinkHost(host, http, onUploaded)]),
  )
  const own: Engine = { ...engine(), hostOf: (id) => known.get(id) }
  await mirrorFile(own, fileIdSchema.parse(fileId), {
    ...shared,
    claiming: new AbortController().signal,
    signal: stopping.signal,
  })
  return { ms: performance.now() - from, uploadedMs }
}

answerParent(engineQuestion, async ({ orders }): Promise<EngineReply> => {
  forgetPeak()
  const before = residentBytes()
  const files = await Promise.all(orders.map(mirror))
  return { files, grownBytes: peakBytes() - before }
})
