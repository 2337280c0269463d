// The words of the one page that may lean on nothing: it is shown when the frame that brings the others failed.
import type { Locale } from './locales.ts'

export const lastResort: Record<Locale, { name: string; title: string; text: string; tryAgain: string }> = {
  en: {
    name: 'Something went wrong',
    title: 'EasyMirror could not be shown',
    text: 'Something went wrong on our side. Your files and links are not affected.',
    tryAgain: 'Try again',
  },
  de: {
    name: 'Etwas ging schief',
    title: 'EasyMirror konnte nicht angezeigt werden',
    text: 'Der Fehler liegt bei uns. Dateien und Links sind nicht betroffen.',
    tryAgain: 'Noch einmal versuchen',
  },
}
