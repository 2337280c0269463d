// Where the lines of the fan run: one beam to the staging point, from there a ray to the middle of each host's row.

export type FanShape = {
  width: number
  height: number
  /** The staging point, where the beam ends and the rays begin. */
  stage: { x: number; y: number }
  beam: string
  rays: { path: string; x: number; y: number }[]
}

const round = (value: number) => Math.round(value * 10) / 10

/**
 * The fan as SVG paths, in pixels.
 * @param rowHeight distance between two ray ends, so that each meets its row
 * @param stageAt where the staging point stands, from 0 (left) to 1 (right)
 */
export function fanShape(size: { width: number; rowHeight: number; rays: number; stageAt: number }): FanShape {
  const { width, rowHeight, rays, stageAt } = size
  const height = rowHeight * Math.max(1, rays)
  const middle = height / 2
  // Room for the round ends.
  const left = 4
  const right = width - 6
  const stage = { x: round(left + (right - left) * stageAt), y: middle }
  const bend = round(stage.x + (right - stage.x) * 0.55)
  return {
    width,
    height,
    stage,
    beam: `M${left} ${middle}H${stage.x}`,
    rays: Array.from({ length: rays }, (_, index) => {
      const y = round((index + 0.5) * rowHeight)
      return { path: `M${stage.x} ${middle}C${bend} ${middle} ${bend} ${y} ${right} ${y}`, x: right, y }
    }),
  }
}
