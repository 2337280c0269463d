// Names that break what is built by hand: quotes, line ends, other scripts, signs of URLs and headers, the longest.
import { describe, expect, test } from 'vitest'
import { expectWhole } from './outcomes.ts'
import { type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

/** What we give, and what is due at the host; `"` stands for what the host makes of one. */
const names = [
  ['say "hi".bin', 'say "hi".bin'],
  ['two\nlines\r.bin', 'two_lines_.bin'],
  ['nul\u0000.bin', 'nul_.bin'],
  ['🎉 fête, naïve ファイル.bin', '🎉 fête, naïve ファイル.bin'],
  ['مرحبا بالعالم.bin', 'مرحبا بالعالم.bin'],
  ["a#b;c?d&e=f%20g+h(i)!'*.bin", "a#b;c?d&e=f%20g+h(i)!'*.bin"],
  ['a/b\\c.bin', 'a_b_c.bin'],
  [' .hidden. ', ' .hidden. '],
  ['..', '_..'],
  ['half \ud800.bin', 'half \ufffd.bin'],
  [`${'n'.repeat(251)}.bin`, `${'n'.repeat(236)}.bin`],
  [`${'é'.repeat(125)}.tar`, `${'é'.repeat(118)}.tar`],
] as const

export const awkwardNames = ({ lacks, quote }: Subject, { usual }: { usual: () => Stand }) =>
  describe('names', () => {
    test.for(names)('%j', async ([name, due]) => {
      const source = testSource({ size: 100, name })
      await expectWhole(usual(), source, await send(usual(), source))
      if (lacks.name) expect(await usual().held()).toMatchObject([{ name: null }])
      else expect(await usual().held()).toMatchObject([{ name: due.replaceAll('"', quote) }])
    })

    test('a type that is none', async () => {
      const source = testSource({ size: 100, type: 'text/plain\r\nx-evil: 1; 🎉' })
      await expectWhole(usual(), source, await send(usual(), source))
    })
  })
