// Files that a host serves under a path of its own making: kept, served, told by HEAD, deleted.
import { rm } from 'node:fs/promises'
import type { FormFile } from './form-files.ts'
import type { Reply } from './reply.ts'
import type { Ground } from './server.ts'
import type { Arrival } from './simulator.ts'

export type LinkedFile = { arrival: Arrival; path: string; type: string; sha1: string }

type Keeping = {
  fileId: string
  /** The public path of the file or of its page, with no slash at the start. Default: `fileId`. */
  at?: string
  group?: string | null
}

export class LinkedFiles {
  readonly all = new Map<string, LinkedFile>()
  readonly #ground: Ground

  constructor(ground: Ground) {
    this.#ground = ground
  }

  /** Stores what was received and writes it into the ledger. */
  keep({ received, name, type }: FormFile, { fileId, at = fileId, group = null }: Keeping): LinkedFile {
    const { path, size, sha256, md5, sha1 } = received
    const url = `${this.#ground.origin}/${at}`
    const arrival: Arrival = { at: new Date(), fileId, name, size, sha256, md5, group, stored: true, url }
    const file = { arrival, path, type, sha1 }
    this.all.set(fileId, file)
    this.#ground.ledger.push(arrival)
    return file
  }

  /** The file with these bytes, if there is one. */
  ofContent(sha256: string): LinkedFile | undefined {
    return [...this.all.values()].find(({ arrival }) => arrival.sha256 === sha256)
  }

  /** The bytes; null where there is no such file. */
  serve(fileId: string): Reply | null {
    const file = this.all.get(fileId)
    if (!file) return null
    const { path, type, arrival } = file
    return { status: 200, body: { file: { path, type, name: arrival.name, size: arrival.size } } }
  }

  /** Deletes a file; false where there is none. */
  async remove(fileId: string): Promise<boolean> {
    const file = this.all.get(fileId)
    if (!file) return false
    file.arrival.stored = false
    this.all.delete(fileId)
    await rm(file.path)
    return true
  }
}

/** The ending of a name with its dot, as hosts keep it for their own names; empty where it has none to keep. */
export const endingOf = (name: string): string => /\.[A-Za-z0-9]{1,9}$/.exec(name)?.[0].toLowerCase() ?? ''
