// Files that the server would refuse are left out before it has to refuse them all.
import { describe, expect, it } from 'vitest'
import { acceptFiles } from '#components/upload/accept-files.ts'

const limits = { maxFileSize: 10, maxFilesPerMirror: 3 }
const file = (name: string, size: number) => ({ file: new File([new Uint8Array(size)], name), path: null })
const names = (picked: readonly { file: File }[]) => picked.map(({ file: { name } }) => name)

describe('picked files', () => {
  it('are taken as they are when all are fine', () => {
    const { accepted, refused } = acceptFiles([file('naïve ファイル "q".txt', 1), file('b', 10)], limits)
    expect(names(accepted)).toEqual(['naïve ファイル "q".txt', 'b'])
    expect(refused).toEqual([])
  })

  it('are left out, with the reason, when they cannot be taken', () => {
    const { accepted, refused } = acceptFiles(
      [file('empty', 0), file('large', 11), file('a\\b', 1), file('..', 1), file('new\nline', 1), file('good', 1)],
      limits,
    )
    expect(names(accepted)).toEqual(['good'])
    expect(refused).toEqual([
      { reason: 'empty', names: ['empty'] },
      { reason: 'large', names: ['large'] },
      { reason: 'unnamed', names: ['a\\b', '..', 'new\nline'] },
    ])
  })

  it('are left out beyond the limit', () => {
    const { accepted, refused } = acceptFiles(
      ['a', 'b', 'c', 'd', 'e'].map((name) => file(name, 1)),
      limits,
    )
    expect(names(accepted)).toEqual(['a', 'b', 'c'])
    expect(refused).toEqual([{ reason: 'over', names: ['d', 'e'] }])
  })
})
