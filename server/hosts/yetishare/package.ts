// What the account's package allows now (`POST /account/package`).
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, HostLimits } from '#server/hosts/host.ts'
import { byteCount } from '#server/hosts/taken.ts'
import { read } from './api.ts'
import type { YetishareConfig } from './config.ts'

/** Numbers come as texts, or not at all; what is no number counts as not told. */
const told = byteCount.nullish().catch(null)
const accountPackage = z.object({
  max_upload_size: told,
  concurrent_uploads: told,
  can_upload: z.union([z.boolean(), z.coerce.number()]).nullish().catch(null),
})

export type Package = {
  /** In bytes; null where the package names none. */
  maxFileSize: number | null
  /** Uploads at once, or null. */
  concurrency: number | null
  mayUpload: boolean
}

const memorySpanMs = 5 * 60_000

/** Uploads at once without the host's own word. */
const usualConcurrency = 2

export type PackageReader = {
  /** The package, asked for at most every five minutes; a failed reading is not kept. */
  read(call: Call): Promise<Package>
  /** Lets the next reading ask, and so find out whether the session holds. */
  forget(): void
}

export function packageReader(config: YetishareConfig): PackageReader {
  let known: { value: Package; until: number } | undefined
  return {
    async read(call) {
      if (known && known.until > Date.now()) return known.value
      const asked = { path: '/account/package', reads: true }
      const { max_upload_size, concurrent_uploads, can_upload } = await read(config, call, {
        asked,
        data: accountPackage,
      })
      const value = {
        maxFileSize: max_upload_size || null,
        concurrency: concurrent_uploads || null,
        mayUpload: can_upload !== false && can_upload !== 0,
      }
      known = { value, until: Date.now() + memorySpanMs }
      return value
    },
    forget() {
      known = undefined
    },
  }
}

export const limitsOf = ({ usualLimit }: YetishareConfig, { maxFileSize, concurrency }: Package): HostLimits => ({
  maxFileSize: maxFileSize ?? usualLimit,
  concurrency: Math.min(concurrency ?? usualConcurrency, usualConcurrency),
})

/** @throws {HostError} when the package has no room for a file of this size, in bytes */
export function mindPackage({ maxFileSize, mayUpload }: Package, size: number): void {
  if (!mayUpload) throw new HostError('account', 'does not let the account upload.')
  if (maxFileSize !== null && size > maxFileSize) throw new HostError('rejected', 'says that the file is too large.')
}
