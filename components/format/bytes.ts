// Sizes and rates in words: decimal units, one figure after the point.

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** "212.4 MB" of a number of bytes, "212,4 MB" where a comma divides; below 1 kB whole bytes ("812 B"). */
export function formatBytes(bytes: number, locale = 'en'): string {
  let value = Math.max(0, bytes)
  let unit = 0
  // 999,950 B would be shown as "1000.0 kB" otherwise.
  while (value >= (unit === 0 ? 1000 : 999.95) && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 ? 0 : 1
  const figure = value.toLocaleString(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  })
  return `${figure} ${units[unit]}`
}

/** A limit is a round figure more often than not: "20 GB" and not "20.0 GB". */
export const formatLimit = (bytes: number, locale = 'en'): string => formatBytes(bytes, locale).replace(/[.,]0 /, ' ')

/** "8.1 MB/s" of a number of bytes in a second. */
export const formatRate = (bytesPerSecond: number, locale = 'en'): string => `${formatBytes(bytesPerSecond, locale)}/s`
