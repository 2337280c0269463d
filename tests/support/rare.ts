// Tests of starts and ends that take whole products and long: `npm test` leaves them out, and `EASYMIRROR_ALL_STARTS=1` has them too.
import { test } from 'vitest'

const all = process.env['EASYMIRROR_ALL_STARTS'] === '1'

/** As `test`, where all starts are asked for. */
export const rareTest = test.skipIf(!all)

/** The first of like cases stands for the others, where not all are asked for. */
export const telling = <T>(cases: readonly T[]): readonly T[] => (all ? cases : cases.slice(0, 1))
