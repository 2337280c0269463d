// Agents whose sockets survive a failed write long enough to read the refusal that a host sent before it hung up.
import http from 'node:http'
import https from 'node:https'
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

class PatientHttpAgent extends http.Agent {
  override createConnection(...args: Parameters<http.Agent['createConnection']>): Duplex | null | undefined {
    const socket = super.createConnection(...args)
    return socket && patient(socket)
  }
}

class PatientHttpsAgent extends https.Agent {
  override createConnection(...args: Parameters<https.Agent['createConnection']>): Duplex | null | undefined {
    const socket = super.createConnection(...args)
    return socket && patient(socket)
  }
}

export type Agents = { http: http.Agent; https: https.Agent }

/** Agents that open a connection per request. */
export const uploadAgents = (): Agents => ({ http: new PatientHttpAgent(), https: new PatientHttpsAgent() })

/** Agents that keep idle connections, which never keep the process alive. */
export const reusingAgents = (): Agents => ({
  http: new http.Agent({ keepAlive: true, maxFreeSockets: 4 }),
  https: new https.Agent({ keepAlive: true, maxFreeSockets: 4 }),
})
