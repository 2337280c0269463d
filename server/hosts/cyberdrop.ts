// Cyberdrop (cyberdrop.cr): facts only, no uploads yet. Facts: docs/hosts/cyberdrop.md.
import { hostIdSchema } from '#server/ids.ts'
import type { HostFacts } from './host.ts'

export const cyberdropFacts = {
  id: hostIdSchema.parse('cyberdrop'),
  name: 'Cyberdrop',
  homepage: 'https://cyberdrop.cr',
  account: 'required',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: 'not published',
} satisfies HostFacts
