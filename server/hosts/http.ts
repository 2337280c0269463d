// The one place that talks HTTP to hosts. Made once; every adapter gets the same.
import type { Answer } from './http/answer.ts'
import { type CallRequest, callHost } from './http/call.ts'
import { reusingAgents, singleAgents, uploadAgents } from './http/patient-socket.ts'
import { type SendRequest, sendFile } from './http/send-file.ts'

export type HostHttp = {
  /** A small call: see `callHost`. */
  call(request: CallRequest): Promise<Answer>
  /** An upload: see `sendFile`. */
  sendFile(request: SendRequest): Promise<Answer>
  /** Closes idle connections; calls under way go on. */
  close(): void
}

type Patience = {
  /** A connection in which no byte moves for so long is broken off, in milliseconds; also the deadline of small calls. */
  idleMs: number
  /** How long a host may take to answer after the last byte of an upload, in milliseconds. */
  replyMs: number
}

/** HTTP/1.1 with exact lengths, no redirects, deadlines everywhere: rules 3, 5, 8, 10 and 16 of the host fact sheet. */
export function createHostHttp({ idleMs, replyMs }: Patience): HostHttp {
  const settings = { idleMs, replyMs, uploads: uploadAgents(), single: singleAgents(), reusing: reusingAgents() }
  return {
    call: (request) => callHost(settings, request),
    sendFile: (request) => sendFile(settings, request),
    close() {
      for (const { http, https } of [settings.reusing, settings.uploads]) {
        http.destroy()
        https.destroy()
      }
    },
  }
}
