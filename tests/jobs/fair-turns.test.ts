// Whose file is next, by a queue that is a list: turns are given as the worker asks for them.
import { expect, it } from 'vitest'
import { FairTurns } from '#server/jobs/fair-turns.ts'

type Job = { groupId: string; at: number }

/** A worker with so many places, and a queue of which it asks as the real one does: the oldest first, but for some owners. */
function worker(places: number, waiting: Job[]) {
  const turns = new FairTurns(places)
  const running: Job[] = []
  let asked = 0
  const held = () => {
    const counts = new Map<string, number>()
    for (const { groupId } of running) counts.set(groupId, (counts.get(groupId) ?? 0) + 1)
    return counts
  }
  return {
    held,
    asked: () => asked,
    add: (...jobs: Job[]) => {
      waiting.push(...jobs)
      turns.told()
    },
    end: (owner: string) =>
      running.splice(
        running.findIndex(({ groupId }) => groupId === owner),
        1,
      ),
    /** Takes what it gets, and says of whom, in order. */
    fill: async () => {
      const taken: string[] = []
      for (;;) {
        const free = places - running.length
        const jobs = await turns.next(held(), free, (most, besides) => {
          asked += 1
          const found = waiting.filter(({ groupId }) => !besides.includes(groupId)).slice(0, most)
          for (const job of found) waiting.splice(waiting.indexOf(job), 1)
          return Promise.resolve(found)
        })
        running.push(...jobs)
        taken.push(...jobs.map(({ groupId }) => groupId))
        if (jobs.length === 0 || running.length >= places) return taken
      }
    },
  }
}

const many = (groupId: string, count = 100): Job[] => Array.from({ length: count }, (_, at) => ({ groupId, at }))

it('shares the places evenly between those who have more than there are places', async () => {
  const { fill, held } = worker(8, [...many('a'), ...many('b'), ...many('c')])
  await fill()
  expect(Object.fromEntries(held())).toEqual({ a: 3, b: 3, c: 2 })
})

it('leaves one place for somebody else, who has it at once', async () => {
  const one = worker(8, many('a'))
  expect(await one.fill()).toEqual(Array.from({ length: 7 }, () => 'a'))
  one.add({ groupId: 'b', at: 0 })
  expect(await one.fill()).toEqual(['b'])
})

it('gives every place that comes free to who has fewest, until they are even', async () => {
  const one = worker(8, many('a'))
  await one.fill()
  one.add(...many('b'))
  await one.fill()
  for (const turn of ['b', 'b', 'b', 'a', 'b']) {
    one.end(turn === 'a' || one.held().get('a') === 4 ? (turn === 'a' ? 'a' : 'b') : 'a')
    expect(await one.fill()).toEqual([turn])
  }
  expect(Object.fromEntries(one.held())).toEqual({ a: 4, b: 4 })
})

it('leaves no place empty while somebody waits who may have it', async () => {
  const one = worker(3, many('a', 5))
  expect(await one.fill()).toEqual(['a', 'a', 'a'])
  one.end('a')
  one.end('a')
  expect(await one.fill()).toEqual(['a', 'a'])
})

it('asks once for each job of one owner who is alone, and not at all when it knows that nobody waits', async () => {
  const one = worker(8, many('a', 9))
  await one.fill()
  const before = one.asked()
  one.end('a')
  await one.fill()
  one.end('a')
  await one.fill()
  expect(one.asked() - before).toBe(2)
  one.end('a')
  await one.fill()
  const known = one.asked()
  one.end('a')
  expect(await one.fill()).toEqual([])
  expect(one.asked()).toBe(known)
})
