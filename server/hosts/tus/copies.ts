// What can be done with an upload that is whole: its link, looking whether it is there, taking it away.
import { HostError } from '#server/hosts/errors.ts'
import type { Call, LinkState, Stored, StoredRef } from '#server/hosts/host.ts'
import { abilitiesOf, ask, expectSuccess, isGone, progressOf, type TusConfig, type TusTarget, targetOf } from './api.ts'

/** The address stands in the template as it is where that begins with it, and else as a value in an address. */
export function linkOf({ linkTemplate }: TusConfig, location: string): string {
  const id = new URL(location).pathname.replace(/\/+$/, '').split('/').at(-1) ?? ''
  const address = linkTemplate.startsWith('{location}') ? location : encodeURIComponent(location)
  return linkTemplate.replaceAll('{location}', () => address).replaceAll('{id}', () => id)
}

export const storedAt = (config: TusConfig, location: string, size: number): Stored => ({
  id: location,
  url: linkOf(config, location),
  size,
  digests: {},
})

/** An upload that is whole is alive; 404 and 410 are dead. */
export async function checkFile(config: TusConfig, { id }: StoredRef, { signal }: Call): Promise<LinkState> {
  try {
    return (await progressOf(config, targetOf(config, id), signal)) ? 'alive' : 'dead'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** `DELETE`; what is gone already counts as taken away. */
export async function terminate(config: TusConfig, target: TusTarget, signal: AbortSignal): Promise<void> {
  const answer = await ask(config, target, { method: 'DELETE', signal })
  if (!isGone(answer)) expectSuccess(answer)
}

/** @throws {HostError} `rejected` where the server takes no file away */
export async function removeFile(config: TusConfig, { id }: StoredRef, { signal }: Call): Promise<void> {
  const { terminates } = await abilitiesOf(config, signal)
  if (!terminates) throw new HostError('rejected', 'does not take files away.')
  await terminate(config, targetOf(config, id), signal)
}
