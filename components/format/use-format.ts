// Sizes, rates and times in the reader's language, for components.
import { useLocale, useTranslations } from 'next-intl'
import { formatBytes, formatLimit, formatRate } from './bytes.ts'
import { timeLeftOf } from './time-left.ts'

export function useFormat() {
  const locale = useLocale()
  const t = useTranslations('common.timeLeft')
  return {
    /** "212.4 MB" of a number of bytes. */
    bytes: (bytes: number) => formatBytes(bytes, locale),
    /** "20 GB" of a limit in bytes. */
    limit: (bytes: number) => formatLimit(bytes, locale),
    /** "8.1 MB/s" of a number of bytes in a second. */
    rate: (bytesPerSecond: number) => formatRate(bytesPerSecond, locale),
    /** "about 2 min" of a number of seconds; empty where nobody can tell. */
    timeLeft: (seconds: number) => {
      const left = timeLeftOf(seconds)
      return left === null ? '' : t(left.unit, { count: left.count })
    },
  }
}

export type Format = ReturnType<typeof useFormat>
