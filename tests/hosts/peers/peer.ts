// What every real server that tests talk to has in common: a port of 127.0.0.1, a folder, and an end with the test file.
import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Simulator } from '#tests/simulators/simulator.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { settle } from '../suite/simulated.ts'
import type { Held } from '../suite/subject.ts'

/** A running server with a front before it: all that a bench needs but for the adapter. */
export type Peer = {
  /** The front; its faults strike before the server sees a request, or on the way back. */
  simulator: Simulator<string>
  /** The base for an adapter: the front's, with the path that the server serves. */
  url: string
  /** What the server holds whole, read past the front. */
  held(): Promise<Held[]>
  /** Forgets all that the server holds, and all faults. */
  reset(): Promise<void>
}

/** Serves on a free port until the test file ends, and gives the origin. */
export async function serveOnLoopback(listener: RequestListener): Promise<string> {
  const server = createServer({ requestTimeout: 0 }, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenFileEnds(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server listens on no port.')
  return `http://127.0.0.1:${address.port}`
}

/** Ends a front with the test file. */
export function ending<Id extends string>(front: Simulator<Id>): Simulator<Id> {
  whenFileEnds(() => front[Symbol.asyncDispose]())
  return front
}

/** Lets the front meet what is on its way, then forgets its faults and empties the server by `empty`. */
export const resetting = (front: Simulator<string>, empty: () => Promise<void>) => async (): Promise<void> => {
  await settle(front)
  front.reset()
  await empty()
}

/** Removes what is in a folder, and leaves the folder. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
}

export const heldFile = async (path: string, name: string | null): Promise<Held> =>
  heldBytes(await readFile(path), name)

export const heldBytes = (bytes: Buffer, name: string | null): Held => ({
  name,
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})
