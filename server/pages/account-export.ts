// All that is somebody's as one file of JSON, written while it is read, so that a long history needs no more memory than a short one.
import { database } from '#db/connection.ts'
import { getSession } from '#server/auth/session.ts'
import { baseUrl } from '#server/base-url.ts'
import type { OwnerId } from '#server/ids.ts'
import { type ExportedMirror, exportMirrors } from '#server/queries/account-export.ts'
import { listApiTokens } from '#server/queries/api-tokens.ts'
import { listHostAccounts } from '#server/queries/host-accounts.ts'
import { getAccount } from '#server/queries/users.ts'
import { isSameOrigin } from '#server/trpc/same-origin.ts'
import { textStream } from './text-stream.ts'

const refused = () =>
  new Response('There is no session: start as a guest or sign in.\n', {
    status: 401,
    headers: { 'cache-control': 'no-store' },
  })

/** 401 without a session of a browser, and where another site asks for it. No password, no credential and no token is in it. */
export async function answerAccountExport(headers: Headers): Promise<Response> {
  const session = isSameOrigin(headers) ? await getSession(headers) : null
  const head = session && (await describe(session.owner))
  if (!session || !head) return refused()
  return new Response(textStream(write(head, session.owner, baseUrl(headers)), 'the export of an account'), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="easymirror-${head.exportedAt.toISOString().slice(0, 10)}.json"`,
      'cache-control': 'no-store',
    },
  })
}

/** All but the mirrors, or null when the account has just been deleted. */
async function describe(owner: OwnerId) {
  const db = database()
  const [account, hostAccounts, apiTokens] = await Promise.all([
    getAccount(db, owner),
    listHostAccounts(db, owner),
    listApiTokens(db, owner),
  ])
  return account && { exportedAt: new Date(), account: { id: owner, ...account }, hostAccounts, apiTokens }
}

type Head = NonNullable<Awaited<ReturnType<typeof describe>>>

/** A line for each mirror, last of all, since there may be very many. */
async function* write(head: Head, owner: OwnerId, base: string): AsyncGenerator<string, void> {
  yield `${JSON.stringify(head).slice(0, -1)},"mirrors":[`
  let separator = '\n'
  for await (const mirror of exportMirrors(database(), owner)) {
    yield separator + JSON.stringify(withAddresses(mirror, base))
    separator = ',\n'
  }
  yield '\n]}\n'
}

/** Where the mirror's page is, and whole addresses for copies that this server keeps. */
const withAddresses = ({ id, files, ...mirror }: ExportedMirror, base: string) => ({
  id,
  page: `${base}/mirror/${id}`,
  ...mirror,
  files: files.map((file) => ({
    ...file,
    transfers: file.transfers.map(({ url, ...transfer }) => ({
      ...transfer,
      url: url === null ? null : new URL(url, base).href,
    })),
  })),
})
