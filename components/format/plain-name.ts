// A name that somebody else gave, as it may stand on a page.

/** Marks that turn the direction of what follows: "gpj.exe" would read as "exe.jpg" behind one of them. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The same letters in the order in which they stand. For reading only: what is copied or downloaded keeps the name as it is. */
export const plainName = (name: string): string => name.replace(DIRECTION_MARKS, '')
