// A proxy before PostgreSQL that counts the statements which clients send: each Query and each Execute of the wire protocol.
import { connect, createServer, type Socket } from 'node:net'

export type StatementProxy = AsyncDisposable & {
  /** The database's URL by way of the proxy. */
  url: string
  /** Statements since the last look. */
  takeStatements(): number
}

const [QUERY, EXECUTE] = ['Q'.charCodeAt(0), 'E'.charCodeAt(0)]
/** A message is its type, its length in four bytes that count themselves, and the rest. */
const HEAD_BYTES = 5

/** Follows the messages of one client through whatever pieces they come in. */
class MessageCounter {
  readonly #onStatement: () => void
  /** The first message has no type. */
  #begun = false
  #head = Buffer.alloc(0)
  #skip = 0

  constructor(onStatement: () => void) {
    this.#onStatement = onStatement
  }

  feed(piece: Buffer): void {
    let rest = piece
    while (rest.length > 0) {
      const skipped = Math.min(this.#skip, rest.length)
      this.#skip -= skipped
      rest = rest.subarray(skipped)
      if (rest.length === 0) return
      const wanted = (this.#begun ? HEAD_BYTES : HEAD_BYTES - 1) - this.#head.length
      this.#head = Buffer.concat([this.#head, rest.subarray(0, wanted)])
      if (rest.length < wanted) return
      rest = rest.subarray(wanted)
      this.#take()
    }
  }

  #take(): void {
    const [type] = this.#head
    this.#skip = this.#head.readUInt32BE(this.#begun ? 1 : 0) - 4
    if (this.#begun && (type === QUERY || type === EXECUTE)) this.#onStatement()
    this.#begun = true
    this.#head = Buffer.alloc(0)
  }
}

/** Starts it before the database at this URL, on a free port. The clients must not ask for TLS. */
export async function startStatementProxy(databaseUrl: string): Promise<StatementProxy> {
  const target = new URL(databaseUrl)
  let statements = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const counter = new MessageCounter(() => (statements += 1))
    client.on('data', (piece: Buffer) => counter.feed(piece))
    client.pipe(upstream).pipe(client)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one)
      one.setNoDelay(true)
      one.on('error', () => other.destroy()).once('close', () => void (sockets.delete(one), other.destroy()))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A server that listens has a port.')
  const url = new URL(databaseUrl)
  url.port = String(address.port)
  return {
    url: url.href,
    takeStatements: () => {
      const taken = statements
      statements = 0
      return taken
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
