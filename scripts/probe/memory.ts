// What an adapter remembers during one probe; nothing of it is kept.
import type { HostMemory, ResumeNote } from '#server/hosts/host.ts'

export class Memory implements HostMemory {
  readonly #values = new Map<string, string>()

  async get(key: string): Promise<string | null> {
    return this.#values.get(key) ?? null
  }

  async set(key: string, value: string): Promise<void> {
    this.#values.set(key, value)
  }

  async getOrCreate(key: string, create: () => Promise<string>, stale?: string): Promise<string> {
    const known = this.#values.get(key)
    if (known !== undefined && known !== stale) return known
    const value = await create()
    this.#values.set(key, value)
    return value
  }
}

/** A probe is made of one attempt. */
export const noResumption: ResumeNote = { load: async () => null, save: async () => undefined }
