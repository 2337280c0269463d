// Tests of starts and ends that take whole products and long: `npm test` leaves them out, and `EASYMIRROR_ALL_STARTS=1` has them too.
import { test } from 'vitest'

/** As `test`, where all starts are asked for. */
export const rareTest = test.skipIf(process.env['EASYMIRROR_ALL_STARTS'] !== '1')
