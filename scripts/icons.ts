// `npm run icons`: the icons of the installed application, drawn from `app/icon.svg`.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'

const root = join(import.meta.dirname, '..')
const BEAM = '#3564d9'
const RAYS = '#ffffff'

type Icon = {
  path: string
  /** Of each side, in pixels. */
  size: number
  /** How much of a side the sign takes: systems cut a maskable icon to a circle of 80 %. */
  sign: number
  /** Of the corners, as a share of a side; systems that cut by themselves get none. */
  corner: number
}

const icons: readonly Icon[] = [
  { path: 'public/icons/192.png', size: 192, sign: 0.72, corner: 0.2 },
  { path: 'public/icons/512.png', size: 512, sign: 0.72, corner: 0.2 },
  { path: 'public/icons/maskable-512.png', size: 512, sign: 0.54, corner: 0 },
  { path: 'app/apple-icon.png', size: 180, sign: 0.66, corner: 0 },
]

/** The sign in the middle of a filled square; its own colours, which follow the theme, give way to one. */
function drawing(sign: string, { sign: share, corner }: Icon): string {
  const shapes = /<\/style>([\s\S]*)<\/svg>/.exec(sign)?.[1]
  if (shapes === undefined) throw new Error('app/icon.svg has no style with shapes after it.')
  const side = 32 / share
  const margin = (side - 32) / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" fill="none" stroke-linecap="round">
    <style>.beam { stroke: ${RAYS} } .dot { fill: ${RAYS} }</style>
    <rect width="${side}" height="${side}" rx="${side * corner}" fill="${BEAM}" />
    <g transform="translate(${margin} ${margin})">${shapes}</g>
  </svg>`
}

/** Every icon as the bytes of a PNG, by its path in the repository. */
export async function drawIcons(): Promise<Map<string, Buffer>> {
  const sign = await readFile(join(root, 'app', 'icon.svg'), 'utf8')
  const draw = (icon: Icon) => new Resvg(drawing(sign, icon), { fitTo: { mode: 'width', value: icon.size } }).render()
  return new Map(icons.map((icon) => [icon.path, draw(icon).asPng()]))
}

if (import.meta.main)
  for (const [path, png] of await drawIcons()) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), png)
  }
