// What the server says is English. Other languages find their own sentence by the English one, and keep that where they have none.
import type { Locale } from './locales.ts'

export type Translate = (english: string) => string

type Sentences = Readonly<Record<string, string>>

const loaders: Record<Exclude<Locale, 'en'>, () => Promise<Sentences>> = {
  de: async () => (await import('./sentences-de.ts')).sentences,
}

/** Words of the server as they are. */
export const untranslated: Translate = (english) => english

/** What turns the server's sentences into those of a language. */
export async function translationOf(locale: Locale): Promise<Translate> {
  return locale === 'en' ? untranslated : translateBy(await loaders[locale]())
}

const PLACE = /\\\{(\w+)\\\}/g
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** @param sentences English ones and their translations; `{name}` in both stands for whatever the server put there */
export function translateBy(sentences: Sentences): Translate {
  const patterns = Object.entries(sentences)
    .filter(([english]) => english.includes('{'))
    .map(([english, own]) => ({ pattern: new RegExp(`^${escaped(english).replace(PLACE, '(?<$1>.+?)')}$`), own }))
  return (english) => {
    const exact = sentences[english]
    if (exact !== undefined) return exact
    for (const { pattern, own } of patterns) {
      const given = pattern.exec(english)
      if (given) return own.replace(/\{(\w+)\}/g, (_, name: string) => given.groups?.[name] ?? '')
    }
    return english
  }
}
