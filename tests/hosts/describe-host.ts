// The suite that every adapter passes: the same questions to each, on a real server that can be made to fail.
import { afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { accounts } from './suite/accounts.ts'
import { cancelling } from './suite/cancelling.ts'
import { connections } from './suite/connections.ts'
import { copies } from './suite/copies.ts'
import { garbage } from './suite/garbage.ts'
import { groups } from './suite/groups.ts'
import { memory } from './suite/memory.ts'
import { awkwardNames } from './suite/names.ts'
import { refusals } from './suite/refusals.ts'
import { replies } from './suite/replies.ts'
import { sizes } from './suite/sizes.ts'
import { failingSources } from './suite/sources.ts'
import { type Stand, standOf } from './suite/stand.ts'
import type { Bench, Subject } from './suite/subject.ts'

const themes = {
  sizes,
  names: awkwardNames,
  sources: failingSources,
  'a cancel': cancelling,
  refusals,
  replies,
  'a connection': connections,
  memory,
  'a copy': copies,
  'a group': groups,
  'an account': accounts,
  garbage,
}

type Theme = keyof typeof themes

const isTheme = (name: string): name is Theme => name in themes

/** What an account, or none, can change; how bytes are sent is the same, and was asked about once. */
export const ofTheAccount: readonly Theme[] = ['sizes', 'replies', 'a copy', 'a group', 'an account']

/** What another server can change: faults are those of the front before it, and were asked about once. */
export const ofTheServer: readonly Theme[] = [...ofTheAccount, 'names', 'sources', 'a cancel']

/**
 * Puts a host through the suite. What it lacks is shown and not left out.
 * @param only for a second way of using an adapter that has passed all of it
 */
export function describeHost(subject: Subject, only: readonly Theme[] = Object.keys(themes).filter(isTheme)): void {
  describe(subject.title, () => {
    const benches: { usual?: Bench; small?: Bench } = {}
    const stands: { usual?: Stand; small?: Stand } = {}
    beforeAll(async () => {
      benches.usual = await subject.start('usual')
      benches.small = await subject.start('small')
    })
    beforeEach(() => {
      if (benches.usual) stands.usual = standOf(benches.usual)
      if (benches.small) stands.small = standOf(benches.small)
    })
    afterEach(async () => {
      await benches.usual?.reset()
      await benches.small?.reset()
    })
    const standing = (kind: 'usual' | 'small') => () => {
      const stand = stands[kind]
      if (!stand) throw new Error('The host did not start.')
      return stand
    }
    for (const name of only) themes[name](subject, { usual: standing('usual'), small: standing('small') })
  })
}
