// Uploads a file of any size with an API token: `EASYMIRROR_TOKEN=em_… node docs/upload.ts <address> <file> <host>…`.
import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { createTRPCClient, httpLink } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '../server/routers/root.ts'

const [url = '', path = '', ...hosts] = process.argv.slice(2)
const headers = { authorization: `Bearer ${process.env['EASYMIRROR_TOKEN']}` }
const { mirror } = createTRPCClient<AppRouter>({
  links: [httpLink({ url: `${url}/api/trpc`, transformer: superjson, headers })],
})

/** @returns the ETag that the storage gives, which proves the part */
async function put(to: string, body: Blob): Promise<string> {
  const answer = await fetch(to, { method: 'PUT', body })
  if (!answer.ok) throw new Error(`The storage answered ${answer.status}.`)
  return answer.headers.get('etag') ?? ''
}

const file = await openAsBlob(path)
const made = await mirror.create.mutate({ files: [{ name: basename(path), size: file.size }] })
for (const { id: fileId, upload } of made.files) {
  if ('url' in upload) {
    await put(upload.url, file)
    await mirror.completeUpload.mutate({ fileId })
    continue
  }
  // The server fetches files that are given as addresses; this one has bytes to send.
  if ('fetching' in upload) continue
  const { partSize, partCount } = upload.multipart
  const parts: { partNumber: number; etag: string }[] = []
  for (let partNumber = 1; partNumber <= partCount; partNumber += 1) {
    // One at a time, since an address is good for six hours.
    const [signed] = await mirror.signParts.mutate({ fileId, partNumbers: [partNumber] })
    const body = file.slice((partNumber - 1) * partSize, partNumber * partSize)
    parts.push({ partNumber, etag: await put(signed?.url ?? '', body) })
  }
  await mirror.completeUpload.mutate({ fileId, parts })
}
await mirror.start.mutate({ id: made.id, hosts })
console.log(made.shareUrl)
