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

const themes = [
  sizes,
  awkwardNames,
  failingSources,
  cancelling,
  refusals,
  replies,
  connections,
  memory,
  copies,
  groups,
  accounts,
  garbage,
]

/** Puts a host through the suite. What it lacks is shown and not left out. */
export function describeHost(subject: Subject): void {
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
    for (const theme of themes) theme(subject, { usual: standing('usual'), small: standing('small') })
  })
}
