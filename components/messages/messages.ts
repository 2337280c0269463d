// The words of each language, by the part of the pages that says them. English is what the others are held to.
import type { Locale } from './locales.ts'
import type en from './en.json'

export type Messages = typeof en
/** The parts that messages are divided into. */
export type Part = keyof Messages

const loaders: Record<Locale, () => Promise<{ default: Messages }>> = {
  en: () => import('./en.json'),
  de: () => import('./de.json'),
}

export const messagesOf = async (locale: Locale): Promise<Messages> => (await loaders[locale]()).default
