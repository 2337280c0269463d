// Host servers that take what is sent and forget it, at the least cost to the machine: one process, a port for each host.
import { createServer, type Socket } from 'node:net'
import { hrtime } from 'node:process'
import { setTimeout } from 'node:timers'
import { createServer as createSecureServer } from 'node:tls'
import { answerParent } from './child.ts'
import { RequestReader } from './request-reader.ts'
import { sinkQuestion, type SinkFacts, type SinkOptions } from './sinks.ts'
import { readInto } from './user-buffer.ts'

const noFacts = (): SinkFacts => ({ bytes: 0, requests: 0, mostAtOnce: 0, firstBytesAt: [] })

let facts: SinkFacts[] = []
let atOnce = 0
/** Of the last body at each host: who asks for the copy afterwards is told it. */
const sizes: number[] = []

/** Lets a connection read no faster than so many bytes a second. */
function throttle(socket: Socket, bytesPerSecond: number): (bytes: number) => void {
  let dueAt = performance.now()
  return (bytes) => {
    const now = performance.now()
    dueAt = Math.max(dueAt, now - 100) + (bytes / bytesPerSecond) * 1000
    if (dueAt - now < 2) return
    socket.pause()
    setTimeout(() => socket.resume(), dueAt - now)
  }
}

function reply(socket: Socket, size: number): void {
  const body = JSON.stringify({ id: 'a-copy', size })
  socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
}

function serve(socket: Socket, port: number, { bytesPerSecond, answerAfterMs }: SinkOptions): void {
  const own = facts[port] ?? noFacts()
  const slow = bytesPerSecond === undefined ? undefined : throttle(socket, bytesPerSecond[port] ?? Infinity)
  let size = 0
  const reader = new RequestReader({
    onHead(head) {
      size = 0
      atOnce += 1
      own.requests += 1
      own.mostAtOnce = Math.max(own.mostAtOnce, atOnce)
      if (/^expect: *100-continue/im.test(head)) socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    },
    onBody(bytes) {
      if (size === 0) own.firstBytesAt.push(Number(hrtime.bigint()) / 1e6)
      size += bytes
      own.bytes += bytes
    },
    onEnd() {
      if (size > 0) sizes[port] = size
      const answer = () => {
        atOnce -= 1
        reply(socket, size > 0 ? size : (sizes[port] ?? 0))
      }
      if (answerAfterMs === 0) answer()
      else setTimeout(answer, answerAfterMs)
    },
  })
  socket.setNoDelay(true)
  // Who is cut off in the middle hears of it by himself.
  socket.on('error', () => socket.destroy())
  readInto(socket, (bytes, buffer) => {
    reader.feed(bytes, buffer)
    slow?.(bytes)
  })
}

async function start(options: SinkOptions): Promise<number[]> {
  facts = Array.from({ length: options.ports }, noFacts)
  const ports: number[] = []
  for (let port = 0; port < options.ports; port++) {
    const taken = (socket: Socket) => serve(socket, port, options)
    const server = options.identity
      ? createSecureServer({ ...options.identity }, taken)
      : createServer({ pauseOnConnect: true }, taken)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('A server that listens has a port.')
    ports.push(address.port)
  }
  return ports
}

answerParent(sinkQuestion, (question) => {
  if (question.ask === 'start') return start(question)
  const taken = facts.map((one) => ({ ...one }))
  // The connections that are open count on in the same objects.
  for (const one of facts) Object.assign(one, noFacts())
  return taken
})
