// The fan: one beam from the files to staging, one ray from there to each host, each filled as far as its bytes have moved.
import { clsx } from 'clsx'
import { fanShape } from './geometry.ts'

export type Ray = {
  id: string
  /** From 0 to 1. */
  progress: number
  state: 'waiting' | 'moving' | 'live' | 'failed' | 'cancelled'
}

type Props = {
  /** How much of the files is in staging, from 0 to 1; below 1 the beam is moving. */
  upload: number
  rays: readonly Ray[]
  /** What the picture says, for those who don't see it; without it the picture is decoration. */
  label?: string
  width: number
  rowHeight: number
  stageAt?: number
  className?: string
}

const strokes: Record<Ray['state'], string> = {
  waiting: 'stroke-line',
  moving: 'stroke-beam',
  live: 'stroke-live',
  failed: 'stroke-failed',
  cancelled: 'stroke-edge',
}

/** How much of a path is drawn, of a `pathLength` of 100. A failed ray has a break in it. */
function dashes({ state, progress }: Ray): string {
  if (state === 'live') return '100 0'
  if (state === 'failed') return '64 10 26 100'
  if (state === 'cancelled') return '2 3'
  return `${Math.min(100, progress * 100)} 200`
}

function RayEnd({ state, x, y }: { state: Ray['state']; x: number; y: number }) {
  if (state === 'live') return <circle cx={x} cy={y} r={4.5} className="fill-live" />
  if (state === 'failed')
    return (
      <path d={`M${x - 4} ${y - 4}l8 8m0-8l-8 8`} strokeWidth={2} className="stroke-failed" strokeLinecap="round" />
    )
  return (
    <circle
      cx={x}
      cy={y}
      r={3.75}
      strokeWidth={1.5}
      className={clsx('fill-card', state === 'moving' ? 'stroke-beam' : 'stroke-edge')}
    />
  )
}

/** The large fan, `width` by `rowHeight` × rays pixels; each ray ends in the middle of a row. */
export function Fan({ upload, rays, label, width, rowHeight, stageAt = 0.36, className }: Props) {
  const shape = fanShape({ width, rowHeight, rays: rays.length, stageAt })
  const arrived = upload >= 1
  return (
    <svg
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      width={shape.width}
      height={shape.height}
      viewBox={`0 0 ${shape.width} ${shape.height}`}
      fill="none"
      strokeLinecap="round"
      className={className}
    >
      {shape.rays.map(({ path, x, y }, index) => {
        const ray = rays[index]
        if (!ray) return null
        const drawn = ray.state !== 'waiting' && (ray.progress > 0 || ray.state !== 'moving')
        return (
          <g key={ray.id}>
            <path d={path} strokeWidth={2} className="stroke-edge/45" />
            {drawn && (
              <path
                d={path}
                pathLength={100}
                strokeWidth={2.5}
                strokeDasharray={dashes(ray)}
                strokeLinecap={ray.state === 'failed' || ray.state === 'cancelled' ? 'butt' : 'round'}
                className={clsx('fan-fill', strokes[ray.state])}
              />
            )}
            {ray.state === 'moving' && (
              <path
                d={path}
                pathLength={100}
                strokeWidth={4.5}
                strokeDasharray="6 200"
                className="fan-spark stroke-beam motion-reduce:hidden"
              />
            )}
            <RayEnd state={ray.state} x={x} y={y} />
          </g>
        )
      })}
      <path d={shape.beam} strokeWidth={5} className="stroke-edge/45" />
      {upload > 0 && (
        <path
          d={shape.beam}
          pathLength={100}
          strokeWidth={5}
          strokeDasharray={`${upload * 100} 200`}
          className="fan-fill stroke-beam"
        />
      )}
      <circle
        cx={shape.stage.x}
        cy={shape.stage.y}
        r={7}
        strokeWidth={2.5}
        className={arrived ? 'fill-beam stroke-beam' : 'fill-card stroke-beam'}
      />
    </svg>
  )
}
