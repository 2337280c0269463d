// What an upload came to: a copy that is ours to the last byte, or an error that tells no secret.
import { inspect } from 'node:util'
import { expect } from 'vitest'
import { HostError } from '#server/hosts/errors.ts'
import type { Verification } from '#db/schema/states.ts'
import type { Stored } from '#server/hosts/host.ts'
import { verify } from '#server/mirroring/verification.ts'
import type { Stand } from './stand.ts'
import { digestsAs, type TestSource } from './test-source.ts'

/** The host holds this file alone, whole, and what it said of it is true. */
export async function expectWhole(stand: Stand, source: TestSource, stored: Stored): Promise<void> {
  const ours = await digestsAs(source, stand.host.digests)
  const { size } = source
  expect(await stand.held()).toMatchObject([{ size, sha256: ours.sha256 }])
  expect([size, null]).toContain(stored.size)
  expect(verify(stored, { size, digests: ours })).toBe(wordOf(stored))
}

/** By what a copy counts as checked, when nothing that the host says of it is wrong. */
function wordOf({ size, digests }: Stored): Verification {
  if (Object.keys(digests).length > 0) return 'checksum'
  return size === null ? 'reply' : 'size'
}

/** What the work failed with. */
export const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.unreachable('it passed for a success'),
    (error: unknown) => error,
  )

/** The error of the host, which must be one, be a sentence, and hold neither secret nor address. */
export async function hostFailureOf(stand: Stand, work: Promise<unknown>): Promise<HostError> {
  const error = await failureOf(work)
  if (!(error instanceof HostError)) throw error
  expectHarmless(stand, error)
  return error
}

/** It is a sentence, and tells neither a secret nor an address. */
export function expectHarmless({ secrets, memory }: Stand, error: HostError): void {
  const everything = inspect(error, { depth: Number.POSITIVE_INFINITY, breakLength: Number.POSITIVE_INFINITY })
  const remembered = [...memory.values.values()].flatMap((value) => /"token":"([^"]+)"/.exec(value)?.[1] ?? [])
  for (const secret of [...secrets, ...remembered]) expect(everything).not.toContain(secret)
  expect(everything).not.toMatch(/https?:\/\/|x-amz-signature/i)
  expect(error.message).toMatch(/^[a-z][^<>{}]*\.$/)
}
