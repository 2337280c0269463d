// A host declared in data: where a form goes, and where its reply tells the address. Facts: docs/hosts/form.md.
import { HostError } from './errors.ts'
import { removeCopy, stateOf } from './form/copies.ts'
import { readTold } from './form/reply.ts'
import { type FormHost, sendFile } from './form/request.ts'
import { type FormSettings, formSettings } from './form/settings.ts'
import type { Call, DigestName, Host, Source, Stored, StoredRef } from './host.ts'
import type { HostHttp } from './http.ts'
import { type CommonSettings, defineKind, factsOf } from './kind.ts'
import { hostFileName } from './file-name.ts'
import { linkedSize } from './linked-copy.ts'

async function uploadFile(host: FormHost, source: Source, call: Call): Promise<Stored> {
  const { settings, base, http } = host
  const reply = await sendFile(host, source, call)
  const context = { filename: hostFileName(source.name), encode: encodeURIComponent, reply, base }
  const { url, deletion, size, digests } = readTold(settings, reply.answer, context)
  return {
    id: url.href,
    url: url.href,
    size: size ?? (await linkedSize({ http, url: url.href, base, confirm: true }, call)),
    digests,
    ...(deletion && { extra: { deletion: deletion.href } }),
  }
}

export const form = (common: CommonSettings, settings: FormSettings, http: HostHttp) => {
  const host = { base: common.url, settings, http }
  const { raw } = settings
  const refuses = ({ name }: Pick<Source, 'name'>) =>
    raw.extensions?.(name) === false ? 'does not take this type of file.' : null
  const digests: DigestName[] = (['md5', 'sha1', 'sha256'] as const).filter((name) => raw[name] !== undefined)
  return {
    ...factsOf(common),
    digests,
    resendIsSafe: false,
    refuses,
    async upload(source, call) {
      const sentence = refuses(source)
      if (sentence !== null) throw new HostError('rejected', sentence)
      return uploadFile(host, source, call)
    },
    check: (stored, call) => stateOf(host, stored, call),
    ...(raw.deletion !== undefined && { remove: (stored: StoredRef, call: Call) => removeCopy(host, stored, call) }),
  } satisfies Host
}

export const formKind = defineKind({ kind: 'form', settings: formSettings, open: form })
