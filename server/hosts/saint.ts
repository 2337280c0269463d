// Saint, now Turbo (turbo.cr): facts only, since it has no documented upload API. Facts: docs/hosts/saint.md.
import { hostIdSchema } from '#server/ids.ts'
import type { HostFacts } from './host.ts'

export const saintFacts = {
  id: hostIdSchema.parse('saint'),
  name: 'Saint',
  homepage: 'https://turbo.cr',
  account: 'required',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: 'not published',
} satisfies HostFacts
