// The windows in which every state is looked at: each width once and each theme once, since a theme changes colours and a width
// the layout. With `EASYMIRROR_ALL_LOOKS=1` all four are taken, for the pictures.

const all = [390, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme, name: `${width}-${colorScheme}` })),
)

const isAsked = process.env['EASYMIRROR_ALL_LOOKS'] === '1'

export const looks = isAsked ? all : all.filter(({ name }) => name === '390-light' || name === '1440-dark')

/** For states that are many and made of parts that are looked at elsewhere, too. */
export const fewLooks = isAsked ? all : all.filter(({ name }) => name === '390-light')
