// What becomes of a file when a fault strikes once: one outcome for each fault, phase and host of the table, as docs/mirroring.md has it.
import type { SimulatorId } from '#tests/simulators/simulator.ts'
import type { FaultName, Phase } from './fault-rows.ts'

export type Outcome = {
  ends: 'done' | 'failed'
  /** Copies that the host holds in the end: more than one only where nobody can know of it. */
  copies: number
  tries: number
  /** What the failure says after the host's name; one of these where the moment decides. Empty where nobody hears of it. */
  says: readonly string[]
  /** The least wait before the next try, in milliseconds. */
  waitsMs: number
  /** Groups that the host has in the end; at most one of them has files. */
  groups: number
  /** Times that the list was asked for, at a host that makes one of its two files. */
  listTries: number
}

type ByHost = Record<SimulatorId, Outcome>
type Cells = {
  /** Before the first byte, at it, or in the middle. */
  early?: ByHost
  after?: ByHost
  grouping?: ByHost
}

/** What GoFile's pages say in addition once nobody knows whether it has the file, since it cannot be asked. */
const TWICE = ' It cannot be asked whether it has the file, so the file is sent again: it may be there twice.'

const forAll = (outcome: Outcome): ByHost => ({
  gofile: outcome,
  pixeldrain: { ...outcome, groups: 0 },
  bunkr: outcome,
})

const atOnce: Outcome = { ends: 'done', copies: 1, tries: 1, says: [], waitsMs: 0, groups: 1, listTries: 0 }

/** The second try brings it there. */
const again = (says: string | readonly string[], waitsMs = 400): Outcome => ({
  ...atOnce,
  tries: 2,
  says: [says].flat(),
  waitsMs,
})

/** All was sent and no answer came; early on it may not have been all. */
const unanswered = (says: string | readonly string[]): ByHost => {
  const outcome = again(says)
  return {
    ...forAll(outcome),
    gofile: { ...outcome, says: [...outcome.says, ...outcome.says.map((one) => one + TWICE)] },
  }
}

/** No further try can help; what is in staging stays for `mirror.retry`. */
const over = (says: string): Outcome => ({ ...atOnce, ends: 'failed', copies: 0, says: [says] })

/** A list is asked for anew by itself, and no file is sent again for it. */
const listed = (listTries: number): Outcome => ({ ...atOnce, copies: 2, listTries })
/** Without a list, the files' own links stand in for it. */
const unlisted: Outcome = { ...listed(1), groups: 0 }

const sameFor = (early: ByHost, grouping: ByHost): Cells => ({ early, after: early, grouping })

const CUT = 'closed the connection without an answer.'
const CUT_EARLY = [CUT, 'broke the connection off in the middle.']
const PAGE = 'answers with a web page where a reply is due.'
const NONSENSE = 'gave an answer that makes no sense.'
const BUSY = 'is being asked too often.'
const EARLY = 'answered before it had the whole file.'
const SOON_MS = 4_500

const busy: ByHost = {
  gofile: again(BUSY, SOON_MS),
  pixeldrain: { ...again(BUSY), groups: 0 },
  bunkr: again(BUSY, 1_500),
}
const broken: ByHost = {
  gofile: again('had a fault of its own (500).'),
  pixeldrain: { ...again('had a fault of its own.'), groups: 0 },
  bunkr: again('had a fault of its own (500).'),
}
const unpaid: ByHost = {
  gofile: over('does not accept the account.'),
  pixeldrain: { ...over('does not accept the API key.'), groups: 0 },
  bunkr: over('does not accept the token.'),
}
const tooLarge = forAll(over('says that the file is too large.'))
const page = forAll(again(PAGE, SOON_MS))

const inGrouping = (outcomes: ByHost, list: Outcome): ByHost => ({
  gofile: { ...outcomes.gofile, groups: outcomes.gofile.ends === 'done' ? outcomes.gofile.groups : 0 },
  bunkr: { ...outcomes.bunkr, groups: outcomes.bunkr.ends === 'done' ? outcomes.bunkr.groups : 0 },
  pixeldrain: list,
})

/** GoFile cannot be asked: the file is there twice, or an empty folder stays. The others are asked, or know the bytes. */
const lostFile = (says: string): ByHost => ({ ...forAll(again(says)), gofile: { ...again(says + TWICE), copies: 2 } })
const lostGroup = (says: string): ByHost =>
  inGrouping({ ...forAll(again(says)), gofile: { ...again(says + TWICE), groups: 2 } }, listed(2))

const cells: Record<FaultName, Cells> = {
  '500': sameFor(broken, inGrouping(broken, listed(2))),
  '429 with Retry-After': sameFor(forAll(again(BUSY, 115_000)), inGrouping(forAll(again(BUSY, 115_000)), listed(2))),
  '429': sameFor(busy, inGrouping(busy, listed(2))),
  '401': sameFor(unpaid, inGrouping(unpaid, unlisted)),
  '403 with a page': sameFor(page, inGrouping(page, listed(2))),
  '413': sameFor(tooLarge, inGrouping(tooLarge, unlisted)),
  'connection closed': {
    early: unanswered(CUT_EARLY),
    after: unanswered(CUT),
    grouping: inGrouping(unanswered(CUT), listed(2)),
  },
  'connection reset': {
    early: {
      gofile: again(['had a fault of its own (500).', ...CUT_EARLY, ...CUT_EARLY.map((one) => one + TWICE)]),
      pixeldrain: { ...again(['had a fault of its own.', ...CUT_EARLY]), groups: 0 },
      bunkr: again(['had a fault of its own (500).', ...CUT_EARLY]),
    },
  },
  stall: {
    early: unanswered(['did not answer within 3 s of the last byte.', 'did not take a byte for 3 s.']),
    after: unanswered('did not answer within 3 s of the last byte.'),
    grouping: inGrouping(unanswered('did not answer within 3 s.'), listed(2)),
  },
  'slow reply': { after: forAll(atOnce), grouping: inGrouping(forAll(atOnce), listed(1)) },
  'a page in a 200': {
    early: forAll(again([PAGE, EARLY])),
    after: page,
    grouping: inGrouping(page, listed(2)),
  },
  'an early 2xx': { early: unanswered([EARLY, NONSENSE]) },
  'truncated JSON': { after: lostFile(NONSENSE), grouping: lostGroup(NONSENSE) },
  'an error in a 200': {
    after: {
      gofile: again(BUSY, SOON_MS),
      pixeldrain: { ...again('had a fault of its own.'), groups: 0 },
      bunkr: again('refused without a reason that is known.'),
    },
    grouping: inGrouping({ ...busy, bunkr: again('refused without a reason that is known.') }, listed(2)),
  },
  'wrong size': { after: forAll(again('has a copy of another size than the file.')) },
  'wrong digest': { after: forAll(again('has a copy that differs from the file.')) },
  'reply lost, stored': { after: lostFile(CUT), grouping: lostGroup(CUT) },
  'reply lost, not stored': { after: unanswered(CUT), grouping: inGrouping(unanswered(CUT), listed(2)) },
  redirect: sameFor(page, inGrouping(page, listed(2))),
}

const columns: Record<Phase, keyof Cells> = {
  'before the first byte': 'early',
  'at the first': 'early',
  'in the middle': 'early',
  'after the last': 'after',
  'in the grouping call': 'grouping',
}

/** The outcome of a row, or undefined where the fault cannot strike. */
export const outcomeOf = (fault: FaultName, phase: Phase, host: SimulatorId): Outcome | undefined =>
  cells[fault][columns[phase]]?.[host]

export const hosts: readonly SimulatorId[] = ['gofile', 'pixeldrain', 'bunkr']
