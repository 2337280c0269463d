// A host declared by a custom uploader of ShareX, in HOSTS_FILE itself or as a file beside it. Facts: docs/hosts/form.md.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { formKind } from './form.ts'
import type { ConfiguredHost, HostKind } from './kind.ts'
import { describeFault, parseSxcu } from './sharex/file.ts'
import { type FormEntry, formEntryOf, originOf, SxcuFault } from './sharex/sxcu.ts'

const settings = z.looseObject({
  kind: z.string(),
  /** The uploader, or the path of its file. */
  sxcu: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
})

const refusal = (message: string) => new z.ZodError([{ code: 'custom', path: ['sxcu'], message, input: undefined }])

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw refusal('expected a file that can be read')
  }
}

/** Settings that come from HOSTS_FILE, and not from the uploader. */
type Own = Readonly<Record<string, unknown>>

/**
 * The entry of kind `form` that an uploader stands for, and the host that comes of it.
 * @param text the uploader's file as it is, so that faults can name a line of it; null where there is none
 * @throws {z.ZodError} that names what cannot be had
 */
export function importSxcu(given: unknown, text: string | null, own: Own): { entry: FormEntry; host: ConfiguredHost } {
  try {
    const entry = { ...own, kind: 'form', ...formEntryOf(given ?? parseSxcu(text ?? '')), ...own }
    return { entry, host: formKind.read(entry) }
  } catch (error) {
    if (error instanceof SxcuFault) throw refusal(describeFault(text, error))
    if (!(error instanceof z.ZodError)) throw error
    const issues = error.issues.map(({ path, message }) => {
      const [first] = path
      return first !== undefined && String(first) in own
        ? `"${path.join('.')}": ${message}`
        : describeFault(text, { path: originOf(path), message })
    })
    throw refusal(issues.join('; '))
  }
}

export const sharexKind: HostKind = {
  kind: 'sharex',
  read(entry) {
    const { kind: _, sxcu, ...own } = settings.parse(entry)
    return typeof sxcu === 'string' ? importSxcu(undefined, textOf(sxcu), own).host : importSxcu(sxcu, null, own).host
  },
}
