// The rules of an upload that need no page: who is next on the line, which file is the same, how folders are shown.
import { describe, expect, it } from 'vitest'
import { rowsOf } from '#components/dashboard/upload-tree.ts'
import { type Cargo, createConnections } from '#components/upload/connections.ts'
import { matchFiles } from '#components/upload/match-files.ts'
import type { UploadState, UploadView } from '#components/upload/upload-view.ts'

describe('connections', () => {
  const signal = new AbortController().signal

  /** Lines up tasks that never end by themselves, and says which of them run. */
  function lineUp(cargoes: readonly Cargo[]) {
    const connections = createConnections()
    const running: number[] = []
    const ends = cargoes.map((cargo, index) => {
      const end = Promise.withResolvers<void>()
      const task = () => {
        running.push(index)
        return end.promise.finally(() => running.splice(running.indexOf(index), 1))
      }
      void connections.take(cargo, task, signal)
      return end.resolve
    })
    return { running, ends }
  }
  const turn = () => new Promise((resolve) => setTimeout(resolve))

  it('all carry parts of a large file that is alone', async () => {
    const { running } = lineUp(['part', 'part', 'part', 'part', 'part'])
    await turn()
    expect(running).toEqual([0, 1, 2, 3])
  })

  it('leave one to small files beside a large one that came first, and one to the large one behind many small ones', async () => {
    const large = lineUp(['part', 'part', 'part', 'part', 'whole', 'whole'])
    const small = lineUp([...Array<Cargo>(20).fill('whole'), 'part'])
    await turn()
    expect(large.running).toEqual([0, 1, 2, 4])
    expect(small.running).toEqual([0, 1, 2, 20])
    large.ends[4]?.()
    await turn()
    expect(large.running).toEqual([0, 1, 2, 5])
    large.ends[5]?.()
    await turn()
    expect(large.running).toEqual([0, 1, 2, 3])
  })

  it('are not held by a task that left the line', async () => {
    const connections = createConnections()
    const held = Promise.withResolvers<void>()
    for (let task = 0; task < 4; task += 1) void connections.take('whole', () => held.promise, signal)
    const stop = new AbortController()
    const left = connections.take('whole', () => Promise.resolve('ran'), stop.signal)
    const next = connections.take('whole', () => Promise.resolve('next'), signal)
    stop.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    held.resolve()
    expect(await next).toBe('next')
  })
})

describe('files chosen again', () => {
  const wanted = (id: string, name: string, path: string | null = null) => ({
    id,
    name,
    path,
    size: 3,
    lastModified: 1000,
    multipart: null,
  })
  const picked = (
    name: string,
    {
      path = null,
      text = 'abc',
      lastModified = 1000,
    }: { path?: string | null; text?: string; lastModified?: number } = {},
  ) => ({
    file: new File([text], name, { lastModified }),
    path,
  })

  it('are the same by name, size and date, each once', () => {
    const { found, missing, strangers } = matchFiles(
      [wanted('1', 'a'), wanted('2', 'a'), wanted('3', 'b'), wanted('4', 'c')],
      [picked('a'), picked('b', { lastModified: 2000 }), picked('c', { text: 'abcd' }), picked('d')],
    )
    expect([...found.keys()]).toEqual(['1'])
    expect(missing.map(({ id }) => id)).toEqual(['2', '3', '4'])
    expect(strangers).toEqual(['b', 'c', 'd'])
  })

  it('are taken from the same folder where several are alike, and add to what was found before', () => {
    const [one, other] = [picked('a', { path: 'x' }), picked('a', { path: 'y' })]
    const first = matchFiles([wanted('1', 'a', 'y'), wanted('2', 'b')], [one, other])
    expect(first.found.get('1')).toBe(other.file)
    const second = matchFiles([wanted('1', 'a', 'y'), wanted('2', 'b')], [picked('b')], first.found)
    expect([second.missing, second.strangers]).toEqual([[], []])
  })
})

describe('rows', () => {
  const file = (name: string, path: string | null, state: UploadState = 'staged'): UploadView => ({
    id: name,
    name,
    path,
    size: 10,
    sent: 0,
    state,
    rate: null,
    secondsLeft: null,
    fault: null,
  })
  const files = [
    file('top', null),
    file('1', 'a'),
    file('2', 'a/b', 'waiting'),
    file('3', 'a/b', 'cancelled'),
    file('4', 'c'),
  ]
  const drawn = (closed: readonly string[]) =>
    rowsOf(files, new Set(closed)).map((row) =>
      row.kind === 'file'
        ? `${row.depth} ${row.file.name}`
        : `${row.depth} ${row.path}/ ${row.staged} of ${row.files}, ${row.bytes}`,
    )

  it('are flat where no file came in a folder', () => {
    expect(rowsOf([file('b', null), file('a', null)], new Set()).map((row) => row.kind)).toEqual(['file', 'file'])
  })

  it('have folders with the sums of all that is in them, and nothing of those that are closed', () => {
    expect(drawn([])).toEqual([
      '0 a/ 1 of 2, 20',
      '1 a/b/ 0 of 1, 10',
      '2 2',
      '2 3',
      '1 1',
      '0 c/ 1 of 1, 10',
      '1 4',
      '0 top',
    ])
    expect(drawn(['a'])).toEqual(['0 a/ 1 of 2, 20', '0 c/ 1 of 1, 10', '1 4', '0 top'])
  })
})
