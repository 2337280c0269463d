// Names as the search compares them: written in an alphabet of which PostgreSQL's trigram index takes every character for a letter.

/** Stands between two names; no search can hold it. */
const BETWEEN = 'X'

const LETTERS = 'ABCDEFGHIJKLMNOP'

/** Begins with Z, ends with Y and has other letters between, so that no code is part of another. */
function codeOf(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16)
  return `Z${digits.replace(/./g, (digit) => LETTERS.charAt(Number.parseInt(digit, 16)))}Y`
}

/**
 * Lower-case Latin letters and figures stand for themselves, everything else is written as the letters of its code point. One
 * text is part of another exactly when its encoding is part of the other's, without regard to case and to how accents are
 * composed. The index alone would see no letter in what is not ASCII, whatever the language, where the database's `LC_CTYPE`
 * is `C`; and `%`, `_` and `\` need no care here.
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

/** The index needs three characters of the alphabet in a row; anything that is not ASCII has more by itself. */
export const hasTrigram = (encoded: string): boolean => encoded.length >= 3
