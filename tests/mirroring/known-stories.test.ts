// Stories in which something was wrong once, each found among random ones.
import { beforeAll, expect, it } from 'vitest'
import { startGround } from './model-ground.ts'
import { type AttemptPlan, fine } from './model-plan.ts'
import type { Step } from './model-steps.ts'
import { type Story, tell } from './model-story.ts'
import type { Ground } from './model-world.ts'

let ground: Ground

beforeAll(async () => {
  ground = await startGround()
})

const [ALBUMS, LISTS] = [0, 2]

const work = (file: number, plan: AttemptPlan = fine): Step => {
  const plans = Array.from({ length: 5 }, () => plan)
  return { do: 'work', worker: 0, file, plans, storage: 'fine' }
}
const makeList: Step = { do: 'list', worker: 0, plans: Array.from({ length: 5 }, () => fine) }
const refused: AttemptPlan = { ...fine, upload: { kind: 'refuse', error: 'rejected', at: 'before' } }
const threeFiles = { sizes: [1, 1, 1], uploaded: 3, hosts: [LISTS] }

const stories: [title: string, story: Story][] = [
  [
    'a mirror is being mirrored from the first claim on, not from the first end',
    {
      sizes: [1],
      uploaded: 1,
      hosts: [ALBUMS],
      steps: [work(0, { ...fine, upload: { kind: 'hold', at: 'before', who: 'worker' } })],
    },
  ],
  [
    'a list is made when the last file that it waited for was cancelled',
    { ...threeFiles, steps: [work(0), work(1), { do: 'cancel', host: null }, makeList] },
  ],
  [
    'a list is made when the last file that it waited for was never uploaded',
    { ...threeFiles, uploaded: 2, steps: [work(0), work(1), { do: 'sweep' }, makeList] },
  ],
  [
    'a list is made anew when the last file that it waited for was cancelled, and another one came before',
    {
      ...threeFiles,
      sizes: [1, 1, 1, 1],
      uploaded: 4,
      steps: [
        work(0),
        work(1),
        work(2, refused),
        work(3, refused),
        makeList,
        { do: 'retry', host: null },
        work(2),
        { do: 'cancel', host: null },
        makeList,
      ],
    },
  ],
]

it.for(stories)('%s', async ([, story]) => {
  expect(await tell(ground, story)).toBeNull()
})
