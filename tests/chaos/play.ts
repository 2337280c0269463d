// Plays one plan: mirrors are sent while instances are struck, until all is over; then it is judged.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { at, isOver, type MirrorView, sampleBytes, upload, type Visitor, visit } from '#tests/support/visitor.ts'
import { type Blow, Instance } from './instance.ts'
import { judge, type SentMirror, type Verdict } from './judge.ts'
import type { Plan } from './plan.ts'
import { untilTakenOver } from './takeover.ts'
import { openWorld, type World } from './world.ts'

export type Played = Verdict & {
  blows: Blow[]
  /** Milliseconds until others had all that a struck instance was at. */
  takeovers: number[]
  seconds: number
  /** Of each instance. */
  logs: string[]
}

/** Dead workers' files are taken over within this, by the issue. */
const TAKEOVER_MS = 90_000
const PATIENCE_MS = 180_000
const LOOK_MS = 200
/** A worker that wakes up late learns within 0.4 s that its lease is lost; what it wrote until then has arrived after this. */
const LATE_WRITES_MS = 1_500
/** Copies that are one too many go by a job of their own. */
const REMOVAL_MS = 10_000

type Mirror = Omit<SentMirror, 'view'>

/** @throws {Error} when an instance does not start, or ends by itself */
export async function play(plan: Plan, makeDatabase: () => Promise<string>): Promise<Played> {
  const from = performance.now()
  const world = await openWorld(plan, makeDatabase)
  const [blows, takeovers]: [Blow[], number[]] = [[], []]
  const [begun, over] = [Promise.withResolvers<void>(), new AbortController()]
  const sql = world.databaseUrl === undefined ? null : postgres(world.databaseUrl, { max: 2, onnotice: () => {} })
  const watches: Promise<unknown>[] = []
  const onBlow = async (blow: Blow) => {
    blows.push(blow)
    const watch =
      sql && !over.signal.aborted && untilTakenOver(sql, over.signal).then((ms) => ms !== null && takeovers.push(ms))
    if (watch) watches.push(watch)
    if (blow.strike.signal === 'SIGKILL') return
    await sleep(plan.frozen.ms)
    if (plan.frozen.untilTakenOver) await watch
  }
  const instances = plan.instances.map(
    (strikes, index) =>
      new Instance(world.instances[index] ?? {}, {
        strikes,
        working: begun.promise,
        over: over.signal,
        onBlow,
      }),
  )
  const lives = Promise.all(instances.map((instance) => instance.live()))
  try {
    const driver = new Driver(instances, lives)
    const mirrors = await driver.send(plan, world, begun.resolve)
    await driver.untilQuiet(mirrors, world)
    over.abort()
    await lives
    await Promise.all(watches)
    const verdict = await lastVerdict(async () =>
      judge({ ...(await driver.look(mirrors, world)), simulators: world.simulators, blows }),
    )
    return {
      ...withSlow(verdict, takeovers),
      blows,
      takeovers,
      seconds: (performance.now() - from) / 1000,
      logs: instances.map((instance) => instance.log()),
    }
  } finally {
    over.abort()
    await Promise.allSettled([lives, ...watches])
    await sql?.end({ timeout: 1 })
  }
}

/** Judged when everything has arrived, and again while copies too many may be on their way out. */
async function lastVerdict(look: () => Promise<Verdict>): Promise<Verdict> {
  await sleep(LATE_WRITES_MS)
  const deadline = performance.now() + REMOVAL_MS
  for (;;) {
    const verdict = await look()
    if (verdict.violations.length === 0 || performance.now() > deadline) return verdict
    await sleep(LOOK_MS)
  }
}

const withSlow = ({ violations, duplicates }: Verdict, takeovers: number[]): Verdict => ({
  violations: [
    ...violations,
    ...takeovers.filter((ms) => ms > TAKEOVER_MS).map((ms) => `A takeover took ${Math.round(ms / 1000)} s.`),
  ],
  duplicates,
})

/** The visitor, who asks again whenever the instance that was asked has just died. */
class Driver {
  readonly #instances: readonly Instance[]
  readonly #lives: Promise<unknown>
  #cookie = ''

  constructor(instances: readonly Instance[], lives: Promise<unknown>) {
    this.#instances = instances
    this.#lives = lives
    lives.catch(() => undefined)
  }

  /** Uploads everything, and then starts all of the mirrors. */
  async send(plan: Plan, { simulators }: World, begin: () => void): Promise<Mirror[]> {
    const urls = await this.#orEnd(Promise.all(this.#instances.map((instance) => instance.firstUrl())))
    const visitor = await visit(urls[0] ?? '')
    this.#cookie = visitor.cookie
    const mirrors: Mirror[] = []
    for (const [index, { sizes, hosts }] of plan.mirrors.entries()) {
      const bodies = sizes.map((size, place) => ({
        name: `${plan.seed}-${index}-${place}.bin`,
        body: sampleBytes(size, plan.seed * 100 + index * 10 + place),
      }))
      const { id, files } = await upload(visitor, bodies)
      mirrors.push({
        id,
        hosts,
        files: bodies.map(({ name, body }, place) => ({
          id: files[place]?.id ?? '',
          name,
          size: body.length,
          sha256: createHash('sha256').update(body).digest('hex'),
        })),
      })
    }
    for (const { host, fault } of plan.faults) simulators[host].fail(fault)
    begin()
    for (const { id, hosts } of mirrors)
      await this.#ask(({ call }) => call.mirror.start.mutate({ id, hosts: [...hosts] }))
    return mirrors
  }

  /** Waits until every mirror is over and nothing is left in staging, or for too long. */
  async untilQuiet(mirrors: readonly Mirror[], world: World): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while (performance.now() < deadline) {
      const { mirrors: seen, staged } = await this.look(mirrors, world)
      if (staged.length === 0 && seen.every(({ view }) => isOver(view))) return
      await sleep(LOOK_MS)
    }
  }

  /** Everything as it stands. */
  async look(mirrors: readonly Mirror[], world: World): Promise<{ mirrors: SentMirror[]; staged: string[] }> {
    const views = await Promise.all(mirrors.map(({ id }) => this.#ask(({ call }) => call.mirror.get.query({ id }))))
    const withView = (mirror: Mirror, view: MirrorView | undefined): SentMirror[] => (view ? [{ ...mirror, view }] : [])
    return {
      mirrors: mirrors.flatMap((mirror, index) => withView(mirror, views[index])),
      staged: await this.#ask((_visitor, url) => world.staged(url)),
    }
  }

  /** @throws {Error} when an instance has ended that nobody struck, or what `work` throws for too long */
  async #ask<T>(work: (visitor: Visitor, url: string) => Promise<T>): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      // The last one is struck least.
      const url = this.#instances.map((instance) => instance.url).findLast((each) => each !== null)
      try {
        if (!url) throw new Error('No instance answers.')
        return await this.#orEnd(work(at(url, this.#cookie), url))
      } catch (error) {
        if (performance.now() > deadline) throw error
        await this.#orEnd(sleep(LOOK_MS))
      }
    }
  }

  /** The work, unless an instance fails meanwhile. */
  async #orEnd<T>(work: Promise<T>): Promise<T> {
    const failed = this.#lives.then(() => new Promise<never>(() => undefined))
    return Promise.race([work, failed])
  }
}
