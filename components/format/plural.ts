// Counted things in words.

/** "1 file", "4 files", "1,024 files". */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** "GoFile, Bunkr and PixelDrain". */
export function listOf(words: readonly string[]): string {
  const [last, ...rest] = words.toReversed()
  if (last === undefined) return ''
  return rest.length === 0 ? last : `${rest.toReversed().join(', ')} and ${last}`
}
