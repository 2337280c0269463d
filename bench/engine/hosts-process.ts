// The simulators of three hosts in a process of their own, so that the digests which they compute take no time of who measures.
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { answerParent } from './child.ts'
import { hostsQuestion } from './hosts.ts'

answerParent(hostsQuestion, async (options) => {
  const simulators = [await startPixeldrain(options), await startGofile(options), await startBunkr(options)]
  return {
    urls: simulators.map(({ url }) => url),
    env: Object.assign({}, ...simulators.map(({ env }) => env)) as unknown,
  }
})
