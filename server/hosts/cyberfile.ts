// Cyberfile (cyberfile.me): facts only, no uploads yet. Facts: docs/hosts/cyberfile.md.
import { hostIdSchema } from '#server/ids.ts'
import type { HostFacts } from './host.ts'

export const cyberfileFacts = {
  id: hostIdSchema.parse('cyberfile'),
  name: 'Cyberfile',
  homepage: 'https://cyberfile.me',
  account: 'required',
  limits: { maxFileSize: 1_000_000_000, concurrency: 2 },
  retention: 'as the package of the account says',
} satisfies HostFacts
