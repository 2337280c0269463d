// What is said of a mirror and its hosts in the reader's language.
import { useTranslations } from 'next-intl'
import { linkWord, statusSentence } from './link-state.ts'
import type { LinkView, MirrorStatus } from './mirror-view.ts'

export function useLinkWords() {
  const t = useTranslations('states')
  return {
    /** "Live". */
    link: (link: Parameters<typeof linkWord>[0]): string => t(linkWord(link)),
    /** "On 3 hosts, all checked." */
    status: (status: MirrorStatus, links: Parameters<typeof statusSentence>[1]): string => {
      const { key, values } = statusSentence(status, links)
      return t(`sentence.${key}`, values)
    },
    /**
     * What the fan shows: "Upload: 45 %. PixelDrain: Sending, 40 %. GoFile: Live."
     * @param upload how much of the files is in staging, from 0 to 1
     */
    fan: (upload: number, links: readonly LinkView[]): string => {
      const hosts = links.map((link) => {
        const word = linkWord(link)
        const values = { name: link.hostName, word: t(word), percent: Math.floor(link.progress * 100) }
        return t(word === 'Sending' ? 'fan.sending' : 'fan.host', values)
      })
      return [
        upload < 1 ? t('fan.uploading', { percent: Math.floor(upload * 100) }) : t('fan.uploaded'),
        ...hosts,
      ].join(' ')
    },
  }
}
