// The host `local` on a storage that encrypts by a key service, whose ETags look like an MD5 and are none.
import { expect, test } from 'vitest'
import { startLocal } from './suite/local-bench.ts'
import { send, standOf } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

test.for([
  ['aws:kms', 0],
  ['AES256', 1],
] as const)('an object encrypted by %s comes with %i digests', async ([encryption, count]) => {
  const benchOf = await startLocal(encryption)
  const { digests } = await send(standOf(benchOf({}).bench), testSource({ size: 1000 }))
  expect(Object.keys(digests)).toHaveLength(count)
})
