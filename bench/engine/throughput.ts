// How fast the engine brings a file to hosts, over pipes of curl that read the same URL and put it to the same servers.
import { setDefaultCACertificates } from 'node:tls'
import { presignRead } from '#server/storage/presign.ts'
import type { Identity } from '../counting-storage.ts'
import { stageFile } from '../staged-file.ts'
import type { BenchTable } from '../table.ts'
import { makeCertificate } from './certificate.ts'
import { contest, hostsAt, mirrorOnce } from './contest.ts'
import { startEngine } from './engine.ts'
import { openFolder, openGround } from './ground.ts'
import { isInstalled, pipe } from './programs.ts'
import { startSinks } from './sinks.ts'

const MiB = 1024 ** 2
const SIZE = 1024 * MiB
const ROUNDS = 3
/** No host of the world answers sooner. */
const ANSWER_MS = 0
const TLS_SIZE = 512 * MiB
const cases = [
  { count: 1, atLeast: 1 },
  { count: 6, atLeast: 1.8 },
]
const tlsCases = [{ count: 6, atLeast: 1.5 }]

type Trust = { identity: Identity; authority: string }
type Series = { size: number; cases: { count: number; atLeast: number }[]; trust?: Trust }

async function compare({ size, cases: wanted, trust }: Series): Promise<BenchTable[]> {
  await using stack = new AsyncDisposableStack()
  const { env } = await openGround(stack, trust?.identity)
  const engine = stack.use(startEngine({ ...env, ...(trust && { NODE_EXTRA_CA_CERTS: trust.authority }) }))
  const small = await stageFile(MiB)
  const file = await stageFile(size)
  const tables: BenchTable[] = []
  for (const { count, atLeast } of wanted) {
    await using servers = new AsyncDisposableStack()
    const started = Array.from({ length: count }, () =>
      startSinks({ hosts: 1, answerAfterMs: ANSWER_MS, identity: trust?.identity }),
    )
    const urls = (await Promise.all(started)).flatMap((sinks) => servers.use(sinks).urls)
    const hosts = hostsAt(urls)
    // Connections to the database and compiled code are there before the clock starts, as in a server that runs.
    await mirrorOnce({ engine, file: small, hosts })
    const from = await presignRead(file.key)
    const pipes = () => Promise.all(urls.map((url) => pipe(from, `${url}/file`, trust?.authority ?? null)))
    const what = `${count === 1 ? '1 host' : `${count} hosts`}${trust ? ' with TLS on both sides' : ''}`
    const rivalName = count === 1 ? 'curl into curl' : `${count} pipes of curl into curl`
    tables.push(...(await contest({ engine, file, hosts, what, atLeast, rounds: ROUNDS, rivalName, rival: pipes })))
  }
  return tables
}

/** Runs on databases, storages and servers of its own. */
export async function benchThroughput(): Promise<BenchTable[]> {
  if (!(await isInstalled('curl'))) {
    console.log('curl is not installed, so that there is nothing to compare with.')
    return []
  }
  return compare({ size: SIZE, cases })
}

/** The same over HTTPS, with a certificate made for it. */
export async function benchTls(): Promise<BenchTable[]> {
  if (!(await isInstalled('curl')) || !(await isInstalled('openssl'))) {
    console.log('curl or openssl is not installed, so that nothing can be compared over TLS.')
    return []
  }
  await using stack = new AsyncDisposableStack()
  const trust = await makeCertificate(await openFolder(stack))
  setDefaultCACertificates([trust.identity.cert])
  return await compare({ size: TLS_SIZE, cases: tlsCases, trust })
}
