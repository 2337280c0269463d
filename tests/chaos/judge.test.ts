// The judge of the chaos suite sees what it has to see: each test spoils evidence in which all is well.
import { expect, it } from 'vitest'
import { fileIdSchema, hostIdSchema, mirrorIdSchema } from '#server/ids.ts'
import type { Arrival } from '#tests/simulators/simulator.ts'
import type { MirrorView } from '#tests/support/visitor.ts'
import type { Blow } from './instance.ts'
import { type Evidence, judge } from './judge.ts'
import type { ChaosHost } from './plan.ts'

const MIRROR = mirrorIdSchema.parse('6f9619ff-8b86-4d01-b42d-00cf4fc964ff')
const HOSTS = ['pixeldrain', 'gofile'] as const
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second))
const blowAt = (second: number, signal: Blow['strike']['signal'] = 'SIGKILL'): Blow => ({
  strike: { when: { afterMs: 0 }, signal },
  at: at(second),
  by: 'clock',
})
const files = ['a.bin', 'b.bin'].map((name, index) => ({
  id: fileIdSchema.parse(`6f9619ff-8b86-4d01-b42d-00cf4fc964f${index}`),
  name,
  size: 10,
  sha256: `of ${name}`,
}))

const arrival = (host: ChaosHost, name: string, changes: Partial<Arrival> = {}): Arrival => ({
  at: at(10),
  fileId: `${host} ${name}`,
  name,
  size: 10,
  sha256: `of ${name}`,
  md5: '',
  group: 'group',
  stored: true,
  url: `https://${host}/${name}`,
  ...changes,
})

const view: MirrorView = {
  id: MIRROR,
  name: 'a mirror',
  uploadedAt: at(0),
  durationMs: 1_000,
  status: 'done',
  expiresAt: null,
  files: [],
  links: [],
  fetching: [],
  fileLinks: HOSTS.flatMap((host) =>
    files.map(({ id, name }) => ({
      fileId: id,
      host: hostIdSchema.parse(host),
      url: `https://${host}/${name}`,
      verified: 'checksum' as const,
      linkState: null,
    })),
  ),
}

const atHost = (host: ChaosHost, more: Arrival[] = []) => ({
  ledger: [...files.map(({ name }) => arrival(host, name)), ...more],
  groups: [{ id: 'group', name: 'a mirror', files: files.map(({ name }) => `${host} ${name}`) }],
})

const well: Evidence = {
  mirrors: [{ id: MIRROR, hosts: HOSTS, files, view }],
  simulators: { pixeldrain: atHost('pixeldrain'), gofile: atHost('gofile'), bunkr: { ledger: [], groups: [] } },
  staged: [],
  blows: [],
}

const withMore = (host: ChaosHost, changes: Partial<Arrival>, blows: Blow[] = []): Evidence => ({
  ...well,
  simulators: { ...well.simulators, [host]: atHost(host, [arrival(host, 'a.bin', { fileId: 'another', ...changes })]) },
  blows,
})
const withView = (changes: Partial<MirrorView>): Evidence => ({
  ...well,
  mirrors: [{ id: MIRROR, hosts: HOSTS, files, view: { ...view, ...changes } }],
})

it('finds nothing where all is well', () => {
  expect(judge(well)).toEqual({ violations: [], duplicates: 0 })
})

it.for<[string, Evidence, RegExp]>([
  ['a mirror that is not done', withView({ status: 'mirroring' }), /is mirroring/],
  ['a link that is not there', withView({ fileLinks: view.fileLinks.slice(1) }), /a\.bin has no link at pixeldrain/],
  [
    'a link to other bytes',
    {
      ...well,
      simulators: {
        ...well.simulators,
        gofile: {
          ...atHost('gofile'),
          ledger: [arrival('gofile', 'a.bin', { sha256: 'other' }), arrival('gofile', 'b.bin')],
        },
      },
    },
    /gofile does not have a\.bin behind/,
  ],
  ['a copy that was cut', withMore('gofile', { size: 5, sha256: 'of half' }), /1 copies of a\.bin that differ/],
  ['a second copy for no reason', withMore('gofile', { at: at(20) }), /gofile has a\.bin twice/],
  ['one that came long after the blow', withMore('gofile', { at: at(60) }, [blowAt(40)]), /gofile has a\.bin twice/],
  [
    'one at a host that could have been asked',
    withMore('pixeldrain', { at: at(20) }, [blowAt(11)]),
    /pixeldrain has a\.bin twice/,
  ],
  [
    'one of a process that woke up',
    withMore('gofile', { at: at(20) }, [blowAt(11, 'SIGSTOP')]),
    /gofile has a\.bin twice/,
  ],
  ['a file in staging', { ...well, staged: ['left'] }, /left is left in staging/],
  ['a file that was not sent', withMore('gofile', { name: 'c.bin' }), /c\.bin, which nobody sent/],
  [
    'a second album',
    {
      ...well,
      simulators: {
        ...well.simulators,
        gofile: {
          ...atHost('gofile'),
          groups: [...atHost('gofile').groups, { id: '2', name: '', files: ['gofile a.bin'] }],
        },
      },
    },
    /has 2 groups at gofile/,
  ],
])('sees %s', ([, evidence, sentence]) => {
  expect(judge(evidence).violations).toEqual(expect.arrayContaining([expect.stringMatching(sentence)]))
})

it('counts a copy whose answer died with the process, and excuses it', () => {
  expect(judge(withMore('gofile', { at: at(20) }, [blowAt(11)]))).toEqual({ violations: [], duplicates: 1 })
})

it('excuses one copy for one blow', () => {
  const twice = withMore('gofile', { at: at(20) }, [blowAt(11)])
  const third = arrival('gofile', 'a.bin', { fileId: 'a third', at: at(11) })
  const gofile = { ...twice.simulators.gofile, ledger: [...twice.simulators.gofile.ledger, third] }
  expect(judge({ ...twice, simulators: { ...twice.simulators, gofile } }).violations).toHaveLength(1)
})
