// The words of each language are held to the English ones, and the server's sentences to what it says.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import de from '#components/messages/de.json' with { type: 'json' }
import en from '#components/messages/en.json' with { type: 'json' }
import { translateBy } from '#components/messages/sentences.ts'
import { sentences } from '#components/messages/sentences-de.ts'

/** Every text by its path. */
function texts(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const at = path === '' ? key : `${path}.${key}`
    if (typeof value === 'string') return [[at, value]]
    return typeof value === 'object' && value !== null ? texts(value, at) : []
  })
}

/** What a text wants to be given: arguments with their kind, and marks around words. */
function wants(text: string): string[] {
  // What stands after a plural's case is words, not an argument.
  const given = [...text.matchAll(/(?<!(?:=\d+|zero|one|two|few|many|other) )\{(\w+)(?:,\s*(\w+))?\s*[,}]/g)].map(
    ([, name, kind]) => `${name} ${kind ?? ''}`,
  )
  const marks = [...text.matchAll(/<(\w+)>/g)].map(([, name]) => `<${name}>`)
  return [...new Set([...given, ...marks])].toSorted()
}

describe.each([['de', de]])('%s', (_, own) => {
  const english = new Map(texts(en))
  const theirs = new Map(texts(own))

  it('has every text that English has, and no other', () => {
    expect([...theirs.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  it('wants to be given the same as English', () => {
    const asked = (all: Map<string, string>) => Object.fromEntries([...all].map(([path, text]) => [path, wants(text)]))
    expect(asked(theirs)).toEqual(asked(english))
  })

  it('leaves nothing empty and shouts nothing', () => {
    for (const [path, text] of [...english, ...theirs]) {
      expect(text.trim(), path).not.toBe('')
      expect(text, path).not.toContain('!')
    }
  })
})

describe('sentences of the server', () => {
  const translate = translateBy(sentences)

  it('are found word for word, and with what the server put into them', () => {
    expect(translate('This username is taken.')).toBe('Diesen Benutzernamen gibt es schon.')
    expect(translate('Too many tries. Try again in 12 minutes.')).toBe(
      'Zu viele Versuche. In 12 Minuten geht es wieder.',
    )
    expect(translate('The host “b.c” is not ready to take files.')).toBe(
      'Der Host „b.c“ kann noch keine Dateien annehmen.',
    )
  })

  it('stay English where there are no others', () => {
    expect(translate('Nobody ever said this.')).toBe('Nobody ever said this.')
  })

  it('are ones that the server, or a page in its place, says', () => {
    const root = join(import.meta.dirname, '..', '..')
    const sources = ['server', 'components']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.tsx?$/.test(name) && !name.includes('sentences'))
          .map((name) => readFileSync(join(root, folder, name), 'utf8')),
      )
      .join('\n')
    // The longest piece that stands as it is in the source, since figures and plurals do not.
    const piece = (english: string) =>
      english
        .split(/\{\w+\}|\bin\b/)
        .map((part) => part.trim())
        .toSorted((one, other) => other.length - one.length)[0] ?? ''
    expect(Object.keys(sentences).filter((english) => !sources.includes(piece(english)))).toEqual([])
  })
})
