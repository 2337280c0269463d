// The simulated hosts of the demo: slow enough to be watched, each at its own rate as real ones are.
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startBuzzheavier } from '#tests/simulators/buzzheavier.ts'
import { startChibisafe } from '#tests/simulators/chibisafe.ts'
import { startCyberdrop } from '#tests/simulators/cyberdrop.ts'
import { startCyberfile } from '#tests/simulators/cyberfile.ts'
import { startFichier } from '#tests/simulators/fichier.ts'
import { startFilelu } from '#tests/simulators/filelu.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startIa } from '#tests/simulators/ia.ts'
import { startKrakenfiles } from '#tests/simulators/krakenfiles.ts'
import { startLitterbox } from '#tests/simulators/litterbox.ts'
import { startNullpointer } from '#tests/simulators/nullpointer.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { startPomf } from '#tests/simulators/pomf.ts'
import type { Simulator, SimulatorOptions } from '#tests/simulators/simulator.ts'
import { startVikingfile } from '#tests/simulators/vikingfile.ts'
import { startXfs } from '#tests/simulators/xfs.ts'

type DemoHost = {
  name: string
  start: (options: SimulatorOptions) => Promise<Simulator<string>>
  /** In MB of 1 000 000 bytes a second, and the wait before each reply in milliseconds. */
  pace: [megabytes: number, latencyMs: number]
  /** What the operator sets beside what the simulator asks for. */
  wishes?: Record<string, string>
  /** Its entry in HOSTS_FILE, for hosts that stand there. */
  entry?: (url: string) => Record<string, unknown>
}

/** More than such sites usually take, in bytes. */
const uguuLimit = 1024 ** 3

/** The first port; the others follow. */
export const firstPort = 4101

/** All but Saint, which takes videos alone, and Catbox, which takes nothing above 200 MB: each takes any file that is tried. */
export const demoHosts: readonly DemoHost[] = [
  { name: 'PixelDrain', start: startPixeldrain, pace: [40, 60] },
  { name: 'GoFile', start: startGofile, pace: [25, 120] },
  { name: 'Bunkr', start: startBunkr, pace: [15, 90] },
  { name: 'Cyberfile', start: startCyberfile, pace: [20, 150] },
  { name: 'Cyberdrop', start: startCyberdrop, pace: [18, 100] },
  { name: 'Litterbox', start: startLitterbox, pace: [35, 80] },
  { name: 'BuzzHeavier', start: startBuzzheavier, pace: [40, 70] },
  { name: 'VikingFile', start: startVikingfile, pace: [40, 60] },
  { name: '1fichier', start: startFichier, pace: [20, 140] },
  { name: 'KrakenFiles', start: startKrakenfiles, pace: [15, 130], wishes: { KRAKENFILES_ENABLED: 'true' } },
  { name: 'FileLu', start: startFilelu, pace: [25, 110] },
  { name: 'Internet Archive', start: startIa, pace: [12, 200], wishes: { IA_PUBLIC_FOREVER: 'true' } },
  {
    name: 'an XFileSharing site',
    start: startXfs,
    pace: [25, 100],
    entry: (url) => ({ id: 'shelf', kind: 'xfs', name: 'Shelf', url, key: 'simulated-key' }),
  },
  {
    name: 'an Uguu site',
    start: (options) => startPomf({ ...options, maxFileSize: uguuLimit, refusedTypes: [] }),
    pace: [40, 50],
    entry: (url) => ({
      id: 'uguu',
      kind: 'pomf',
      name: 'Uguu',
      url,
      retention: '3 hours',
      retentionDays: 0.125,
      maxFileSize: uguuLimit,
    }),
  },
  {
    name: 'a 0x0 site',
    start: startNullpointer,
    pace: [30, 60],
    entry: (url) => ({
      id: 'null-pointer',
      kind: 'nullpointer',
      name: 'The null pointer',
      url,
      maxFileSize: 268_435_456,
    }),
  },
  {
    name: 'a chibisafe server',
    start: startChibisafe,
    pace: [35, 60],
    entry: (url) => ({ id: 'chibisafe', kind: 'chibisafe', name: 'Chibisafe', url, apiKey: 'simulated-key' }),
  },
]
