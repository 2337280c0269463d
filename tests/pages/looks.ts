// The windows in which every state is looked at: each width once and each theme once, since a theme changes colours and a width
// the layout. With `EASYMIRROR_ALL_LOOKS=1` all four are taken, and pictures of them.

const all = [390, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme, name: `${width}-${colorScheme}` })),
)

/** Whether pictures are asked for. */
export const allLooks = process.env['EASYMIRROR_ALL_LOOKS'] === '1'

export const looks = allLooks ? all : all.filter(({ name }) => name === '390-light' || name === '1440-dark')

/** For states that are many and made of parts that are looked at elsewhere, too. */
export const fewLooks = allLooks ? all : all.filter(({ name }) => name === '390-light')
