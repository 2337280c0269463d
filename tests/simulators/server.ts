// The HTTP server under every simulator: it logs, strikes with faults, and hands requests to the host's routes.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { control } from './control.ts'
import { Exchange } from './exchange.ts'
import { type FaultKind, FaultQueue, type Operation } from './fault.ts'
import { paceOf } from './pace.ts'
import { html, json, type Reply, send } from './reply.ts'
import { match, type Route } from './routes.ts'
import type { Arrival, RequestRecord, SimulatedGroup, Simulator, SimulatorId, SimulatorOptions } from './simulator.ts'
import { type ReplyKeys, type Struck, strike } from './strike.ts'

/** What a host has to build on. */
export type Ground = {
  /** The simulator's origin. */
  origin: string
  ledger: Arrival[]
  /** A path for a new file, in a folder that goes with the simulator. */
  newPath(): string
}

/** A host as its own file describes it; everything else is the same for all of them. */
export type HostModel<Id extends string = SimulatorId> = {
  id: Id
  env: Record<string, string>
  routes: Route[]
  /** Where faults of a kind strike when they do not say. */
  faultDefaults?: Partial<Record<FaultKind, Operation>>
  /** Refuses a request before it is looked at, as a rate limit does, or adds headers to its reply. */
  gate?(exchange: Exchange): { refusal?: Reply; headers?: Record<string, string> }
  /** Tells a more exact operation than the route does. */
  refine?(exchange: Exchange, operation: Operation): Promise<Operation>
  refusal: Struck['refusal']
  softError: Struck['softError']
  /** The names in replies that faults of the reply strike, where they are not the usual ones. */
  replyKeys?: Partial<ReplyKeys>
  /** Spoils replies that tell of a file in their headers, say. */
  spoil?: Struck['spoil']
  groups(): SimulatedGroup[]
  reset(): void
  /** Lets go of what is still open, once nobody is connected any more. */
  close?(): Promise<void>
}

/** Starts a simulator on 127.0.0.1. Disposing of it closes every connection and deletes its files. */
export async function startServer<Id extends string>(
  build: (ground: Ground) => HostModel<Id>,
  options: SimulatorOptions,
): Promise<Simulator<Id>> {
  const folder = await mkdtemp(join(tmpdir(), 'simulated-host-'))
  // No request timeout: a host that hangs, or a slow one, is what some tests are about.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000, maxHeaderSize: 65_536 })
  const url = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`
  const ledger: Arrival[] = []
  const requests: RequestRecord[] = []
  const model = build({ origin: url, ledger, newPath: () => join(folder, randomUUID()) })
  const faults = new FaultQueue(model.faultDefaults)
  const simulator = {
    id: model.id,
    url,
    env: model.env,
    ledger,
    requests,
    get groups() {
      return model.groups()
    },
    fail: (fault: unknown) => faults.push(fault),
    faultsLeft: () => faults.left,
    reset() {
      faults.clear()
      model.reset()
      ledger.length = 0
      requests.length = 0
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      if (server.listening) await new Promise((closed) => server.close(closed))
      await model.close?.()
      await rm(folder, { recursive: true, force: true })
    },
  }
  const pace = paceOf(options.bytesPerSecond)
  const dispatch = { model, faults, requests, latencyMs: options.latencyMs ?? 0 }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const exchange = new Exchange(request, response, pace)
    const answer = exchange.path.startsWith('/_control/')
      ? control(exchange, simulator).then((reply) => send(exchange, response, reply))
      : serve(exchange, response, dispatch)
    answer.catch((error: unknown) => fallOver(exchange, response, error))
  })
  return simulator
}

async function listen(server: Server, port: number): Promise<number> {
  const listening = (wanted: number) => once(server.listen(wanted, '127.0.0.1'), 'listening')
  await listening(port).catch((error: unknown) => {
    if (port === 0) throw error
    return listening(0)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The simulator does not listen on a port.')
  return address.port
}

type Dispatch = { model: HostModel<string>; faults: FaultQueue; requests: RequestRecord[]; latencyMs: number }

async function serve(exchange: Exchange, response: ServerResponse, { model, faults, requests, latencyMs }: Dispatch) {
  const { method, path } = exchange
  const record: RequestRecord = {
    method,
    path,
    status: 0,
    get bytes() {
      return exchange.bytes
    },
  }
  requests.push(record)
  const gate = model.gate?.(exchange)
  const reply = gate?.refusal ?? (await answer(exchange, model, faults))
  if (!reply) return
  if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: exchange.signal })
  record.status = reply.status
  const headers = reply.status === 200 ? { ...gate?.headers, ...reply.headers } : reply.headers
  await send(exchange, response, { ...reply, ...(headers ? { headers } : {}) })
}

async function answer(exchange: Exchange, model: HostModel<string>, faults: FaultQueue): Promise<Reply | null> {
  if (exchange.headers['transfer-encoding'])
    return html(
      411,
      '<html><head><title>411 Length Required</title></head><body><center><h1>411 Length Required</h1></center><hr><center>nginx</center></body></html>',
    )
  const route = match(model.routes, exchange)
  if (!route) {
    await exchange.drain()
    return model.refusal(404)
  }
  const act = async () => route.handle(exchange)
  if (faults.left === 0) return act()
  const operation = (await model.refine?.(exchange, route.operation)) ?? route.operation
  const fault = faults.take(operation, await nameOf(exchange))
  const { refusal, softError, replyKeys, spoil } = model
  return fault ? strike(fault, exchange, { act, refusal, softError, replyKeys, spoil }) : act()
}

/** What `nameMatches` is compared with: the name in the path, the file name of a form, or the JSON body. */
async function nameOf(exchange: Exchange): Promise<string> {
  const named = exchange.params['name']
  if (named !== undefined) return named
  if (!exchange.length) return exchange.path
  const head = await exchange.head()
  return (/filename="([^"]*)"/.exec(head)?.[1] ?? head).replaceAll('%22', '"')
}

/** A client that went away needs no answer; a mistake of the simulator must not look like one of the host. */
function fallOver(exchange: Exchange, response: ServerResponse, error: unknown): void {
  if (!exchange.signal.aborted && !response.headersSent) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    send(exchange, response, json(599, { simulator: told })).catch(() => response.destroy())
  } else response.destroy()
}
