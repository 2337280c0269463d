// A text as a QR code: the squares of it, and pictures to keep.
import { encode } from 'uqr'

/** Squares of quiet around the code: readers want four. */
const QUIET = 4
/** Pixels of a picture's side, or as many more as give whole pixels to each square. */
const PNG_SIDE = 1024

/** `path` is in units of one square, with the quiet around it. */
export type QrPicture = { side: number; path: string }

type Square = { x: number; y: number }

function darkSquares(text: string): { side: number; squares: Square[] } {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET })
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [{ x, y }] : [])))
  return { side: size, squares }
}

export function qrPicture(text: string): QrPicture {
  const { side, squares } = darkSquares(text)
  return { side, path: squares.map(({ x, y }) => `M${x} ${y}h1v1h-1z`).join('') }
}

export function qrSvg(text: string): Blob {
  const { side, path } = qrPicture(text)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>\n`
  return new Blob([svg], { type: 'image/svg+xml' })
}

/** @throws {Error} when the browser cannot make the picture */
export async function qrPng(text: string): Promise<Blob> {
  const { side, squares } = darkSquares(text)
  const scale = Math.ceil(PNG_SIDE / side)
  const canvas = document.createElement('canvas')
  canvas.width = side * scale
  canvas.height = side * scale
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('The browser has no canvas.')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  for (const { x, y } of squares) context.fillRect(x * scale, y * scale, scale, scale)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('The browser could not write the picture.')
  return blob
}

/** Hands a picture to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some browsers read the bytes a while after the click only.
  setTimeout(() => URL.revokeObjectURL(url), 40_000)
}
