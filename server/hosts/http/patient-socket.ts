// Agents whose sockets survive a failed write long enough to read the refusal that a host sent before it hung up.
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout } from 'node:timers'

type Done = (error?: Error | null) => void

/** How long a reply that is on its way already may take to be read, in milliseconds. */
const graceMs = 500

const later =
  (done: Done): Done =>
  (error) => {
    if (!error) return done(error)
    setTimeout(done, graceMs, error).unref()
  }

/**
 * Holds write errors back for a moment. Node destroys a socket at the first failed write, and with it a reply such as an
 * early 413 that lies unread in the kernel's buffer; reading goes on meanwhile, so that the reply comes first if there is one.
 */
function patient<S extends Duplex>(socket: S): S {
  const write = socket._write.bind(socket)
  socket._write = (chunk, encoding, done) => write(chunk, encoding, later(done))
  const writev = socket._writev?.bind(socket)
  if (writev) socket._writev = (chunks, done) => writev(chunks, later(done))
  return socket
}

/**
 * How long a connection for uploads waits for the next file, in milliseconds. Every server keeps one for longer, so that a
 * file hardly ever meets a door that is closing, of which nobody can say whether the file went through.
 */
const idleMs = 1_000
const kept = { keepAlive: true, maxFreeSockets: 8 }

/** The agent itself ends an idle connection whose time is over. */
const rest = (socket: Socket) => socket.setTimeout(idleMs)

class PatientHttpAgent extends http.Agent {
  override createConnection(...args: Parameters<http.Agent['createConnection']>): Duplex | null | undefined {
    const socket = super.createConnection(...args)
    return socket && patient(socket)
  }

  override reuseSocket(socket: Socket, request: http.ClientRequest): void {
    socket.setTimeout(0)
    super.reuseSocket(socket, request)
  }
}

class PatientHttpsAgent extends https.Agent {
  override createConnection(...args: Parameters<https.Agent['createConnection']>): Duplex | null | undefined {
    const socket = super.createConnection(...args)
    return socket && patient(socket)
  }

  override reuseSocket(socket: Socket, request: http.ClientRequest): void {
    socket.setTimeout(0)
    super.reuseSocket(socket, request)
  }
}

export type Agents = { http: http.Agent; https: https.Agent }

/** Agents for uploads, one after the other on a connection. */
export function uploadAgents(): Agents {
  const agents = { http: new PatientHttpAgent(kept), https: new PatientHttpsAgent(kept) }
  agents.http.on('free', rest)
  agents.https.on('free', rest)
  return agents
}

/** Agents that open a connection per request, for calls that must not meet a closing one. */
export const singleAgents = (): Agents => ({ http: new http.Agent(), https: new https.Agent() })

/** Agents that keep idle connections, which never keep the process alive. */
export const reusingAgents = (): Agents => ({
  http: new http.Agent({ keepAlive: true, maxFreeSockets: 4 }),
  https: new https.Agent({ keepAlive: true, maxFreeSockets: 4 }),
})
