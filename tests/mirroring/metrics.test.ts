// The numbers for Prometheus, after work that went well and work that did not: they are what hosts and storage saw.
import { beforeAll, expect, it } from 'vitest'
import { isOver, sampleBytes, untilMirror, upload } from '#tests/support/visitor.ts'
import { type Mirroring, openMirroring } from './open-mirroring.ts'

const CRON_SECRET = 'the bearer of this test'

let product: Mirroring

beforeAll(async () => {
  product = await openMirroring({ env: { CRON_SECRET } })
})

/** Samples by name and labels, as `name{a="b"}`. */
const samplesOf = (text: string): Record<string, number> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )

async function scrape(authorization = `Bearer ${CRON_SECRET}`) {
  const answer = await fetch(`${product.app.url}/api/metrics`, { headers: { authorization } })
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}

it('counts by host what hosts and storage have seen, and nothing else', async () => {
  const { visitor, gofile, bunkr, storage } = product
  bunkr.fail({ kind: 'status', status: 400, on: 'upload', times: 100 })
  const files = [70_000, 1_300_001].map((size, seed) => ({
    name: `a secret name ${seed}`,
    body: sampleBytes(size, seed),
  }))
  const { id } = await upload(visitor, files)
  await visitor.call.mirror.start.mutate({ id, hosts: ['gofile', 'bunkr'] })
  const view = await untilMirror(visitor, id, isOver)
  expect(view.status).toBe('partial')

  const { status, type, text } = await scrape()
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  const samples = samplesOf(text)
  const stored = gofile.ledger.reduce((sum, { size }) => sum + size, 0)
  expect(stored).toBe(1_370_001)
  expect(samples).toMatchObject({
    'easymirror_transfers_total{host="gofile",outcome="done"}': gofile.ledger.length,
    'easymirror_transfers_total{host="bunkr",outcome="failed"}': files.length,
    'easymirror_transfer_bytes_total{host="gofile"}': stored,
    'easymirror_transfer_duration_seconds_count{host="gofile"}': gofile.ledger.length,
    'easymirror_transfers{status="queued"}': 0,
    'easymirror_transfers{status="running"}': 0,
    easymirror_storage_reads_total: storage.reads.length,
    easymirror_storage_read_bytes_total: storage.reads.reduce((sum, { bytes }) => sum + bytes, 0),
  })
  expect(bunkr.ledger).toEqual([])
  expect(samples['process_cpu_seconds_total']).toBeGreaterThan(0)
  const labels = [...text.matchAll(/(?:host|outcome|status)="([^"]*)"/g)].map(([, value]) => value)
  expect(new Set(labels)).toEqual(new Set(['gofile', 'bunkr', 'done', 'failed', 'queued', 'running']))
  expect(text).not.toContain('secret name')
})

it('counts what runs, and what was cancelled', async () => {
  const { visitor, gofile } = product
  gofile.fail({ kind: 'slow-body', bytesPerSecond: 100_000 })
  const { id } = await upload(visitor, [{ name: 'long.bin', body: sampleBytes(5_000_000, 3) }])
  await visitor.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  await untilMirror(visitor, id, ({ links }) => links.some(({ bytesSent }) => bytesSent > 0))
  expect(samplesOf((await scrape()).text)).toMatchObject({
    'easymirror_transfers{status="queued"}': 0,
    'easymirror_transfers{status="running"}': 1,
  })
  await visitor.call.mirror.cancel.mutate({ id })
  const lost = 'easymirror_transfers_total{host="gofile",outcome="lost"}'
  // The worker learns of it a moment later.
  let samples = samplesOf((await scrape()).text)
  while (samples[lost] === undefined) samples = samplesOf((await scrape()).text)
  expect([samples[lost], samples['easymirror_transfers{status="running"}']]).toEqual([1, 0])
})

it('tells nobody else', async () => {
  for (const authorization of ['', 'Bearer', 'Bearer another', CRON_SECRET, `bearer ${CRON_SECRET}x`]) {
    const { status, text } = await scrape(authorization)
    expect([status, text]).toEqual([401, '{"error":"The bearer is missing or wrong."}'])
  }
})
