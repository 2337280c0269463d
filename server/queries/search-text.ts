// Names as the search compares them: written in an alphabet of which PostgreSQL's trigram index takes every character for a letter.

/** Stands between two names; no search can hold it. */
const BETWEEN = 'X'

/** What stands between the words of file names is one letter each, which keeps the index small and quick. */
const SEPARATORS = ' .-_(),'
const THEIR_LETTERS = 'QRSTUVW'

const DIGITS = 'ABCDEFGHIJKLMNOP'

/** Begins with Z, ends with Y and has other letters between, so that no code is part of another. */
function codeOf(character: string): string {
  const place = SEPARATORS.indexOf(character)
  if (place >= 0) return THEIR_LETTERS.charAt(place)
  const digits = (character.codePointAt(0) ?? 0).toString(16)
  return `Z${digits.replace(/./g, (digit) => DIGITS.charAt(Number.parseInt(digit, 16)))}Y`
}

/**
 * Lower-case Latin letters and figures stand for themselves, everything else is written in capitals, by its code point. One
 * text is part of another exactly when its encoding is part of the other's, without regard to case and to how accents are
 * composed. The index alone would see no letter in what is not ASCII where the database's `LC_CTYPE` is `C`, as the embedded
 * one's is; and `%`, `_` and `\` need no care here.
 */
export const searchable = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replace(/[^a-z0-9]/gu, codeOf)

/** What a mirror is found by. */
export const searchTextOf = (mirrorName: string, fileNames: readonly string[]): string =>
  [mirrorName, ...fileNames].map(searchable).join(BETWEEN)

/**
 * A pattern with fewer trigrams, which finds all that the whole text finds and little more: where one code follows another,
 * the seam says nothing and costs the index as much as the rest.
 */
export const withoutSeams = (encoded: string): string => encoded.replaceAll('YZ', '__')

/** The index needs three characters of the alphabet in a row. */
export const hasTrigram = (encoded: string): boolean => encoded.length >= 3
