// Bunkr, simulated: the lolisafe protocol as it is, with hash and size in the answers.
import { type LolisafeOptions, startLolisafe } from './lolisafe.ts'
import { plainFlavour } from './lolisafe-flavour.ts'
import { refuse } from './lolisafe-replies.ts'
import type { Simulator } from './simulator.ts'

export type BunkrOptions = LolisafeOptions

/** Starts Bunkr; `env` points `BUNKR_API_URL` at it. */
export const startBunkr = (options: BunkrOptions = {}): Promise<Simulator<'bunkr'>> =>
  startLolisafe(
    {
      ...plainFlavour,
      id: 'bunkr',
      title: 'Bunkr',
      albumNameInUse: () => refuse('Album name already in use.', 403),
    },
    options,
  )
