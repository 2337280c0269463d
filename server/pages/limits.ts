// What may be uploaded, in bytes and files.
import { env } from '#server/env.ts'

export function limits(): { maxFileSize: number; maxFilesPerMirror: number } {
  const { MAX_FILE_SIZE, MAX_FILES_PER_MIRROR } = env()
  return { maxFileSize: MAX_FILE_SIZE, maxFilesPerMirror: MAX_FILES_PER_MIRROR }
}

export type Terms = ReturnType<typeof limits> & {
  /** How long files wait in storage that no host took. */
  stagingHours: number
  /** How long this server's own copy stays, or 0 where it keeps none. */
  localDays: number
  /** Where to report abuse: an e-mail address or a web address, where the operator named one. */
  abuseContact: string | null
}

/** What the page with questions tells of this site. */
export function terms(): Terms {
  const { STAGING_RETENTION_HOURS, LOCAL_RETENTION_DAYS, ABUSE_CONTACT } = env()
  return {
    ...limits(),
    stagingHours: STAGING_RETENTION_HOURS,
    localDays: LOCAL_RETENTION_DAYS,
    abuseContact: ABUSE_CONTACT ?? null,
  }
}
