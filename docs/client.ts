// A program that mirrors a file: `EASYMIRROR_TOKEN=em_… node docs/client.ts http://127.0.0.1:3000`.
import { createTRPCClient, httpLink } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '../server/routers/root.ts'

const url = process.argv[2] ?? 'http://127.0.0.1:3000'
const headers = { authorization: `Bearer ${process.env['EASYMIRROR_TOKEN']}` }
const links = [httpLink({ url: `${url}/api/trpc`, transformer: superjson, headers })]

// From here on, everything is typed.
const { mirror } = createTRPCClient<AppRouter>({ links })
const { id, shareUrl, files } = await mirror.create.mutate({ files: [{ name: 'hello.txt', size: 5 }] })
for (const { id: fileId, upload } of files) {
  if ('url' in upload) await fetch(upload.url, { method: 'PUT', body: 'hello' })
  await mirror.completeUpload.mutate({ fileId })
}
await mirror.start.mutate({ id, hosts: ['local'] })
console.log(shareUrl)
