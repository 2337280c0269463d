// The addresses of this server, as people and as the server itself use them.
import type { Environment } from '#server/env.ts'

const anywhere = new Set(['0.0.0.0', '::', '[::]'])

const authority = (host: string, port: number) => `${host.includes(':') ? `[${host}]` : host}:${port}`

/** The base URL that is printed; no trailing slash. */
export const urlForPeople = ({ HOST, PORT }: Environment): string =>
  `http://${authority(anywhere.has(HOST) ? 'localhost' : HOST, PORT)}`

/** The base URL that this process reaches itself by; no trailing slash. */
export const urlForSelf = ({ HOST, PORT }: Environment): string =>
  `http://${authority(anywhere.has(HOST) ? '127.0.0.1' : HOST, PORT)}`
