// A host declared in data against a simulated host of somebody's own: by a form with JSON in return, and by bytes alone with a line of text.
import { formKind } from '#server/hosts/form.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { type FormHostOptions, startFormHost } from '#tests/simulators/form-host.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const key = 'key-of-the-operator'
const lacks = {
  find: 'nothing that can be declared lists files, so a lost reply costs at most a second copy',
  account: 'what the headers hold is nothing that could be asked for',
  group: 'groups cannot be declared',
}

const start = (options: FormHostOptions, own: Record<string, unknown>) => async (kind: 'usual' | 'small') => {
  const simulator = await startFormHost({ ...options, ...(kind === 'small' && { maxFileSize: 3_000_000 }) })
  return benchOf(simulator, {
    limit: kind === 'small' ? 3_000_000 : null,
    seams: [64 * 1024],
    secrets: [key],
    adapterAt: (url: string, http: HostHttp) =>
      formKind.read({ id: 'own', kind: 'form', name: 'Our own', url, ...own }).open(http),
  })
}

const file = 'data.files[0]'

describeHost({
  title: 'A host declared in data, with JSON in return',
  quote: '%22',
  lacks,
  start: start(
    {
      fileField: 'upload',
      headers: { authorization: `Bearer ${key}` },
      arguments: { folder: 'mirrors' },
      parameters: { format: 'json' },
    },
    {
      path: '/api/upload',
      fileField: 'upload',
      headers: { Authorization: `Bearer ${key}` },
      fields: { folder: 'mirrors' },
      query: { format: 'json' },
      link: `{json:${file}.links.direct}`,
      deletion: `{json:${file}.links.delete}`,
      size: `{json:${file}.size}`,
      md5: `{json:${file}.md5}`,
      error: '{json:error.message}',
    },
  ),
})

describeHost({
  title: 'A host declared in data, with a line of text in return for bytes alone',
  quote: '"',
  lacks: { ...lacks, digest: 'none is told', remove: 'no address for it is told' },
  start: start(
    { method: 'PUT', path: '/up/:name', body: 'binary', reply: 'text', status: 201, headers: { 'x-key': key } },
    {
      method: 'PUT',
      path: '/up/{filename}',
      body: 'binary',
      headers: { 'X-Key': key },
      error: '{regex:^Error: (.+)|1}',
    },
  ),
})
