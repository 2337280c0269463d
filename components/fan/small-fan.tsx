// The fan, small and still, beside a mirror's name: a full ray for each host that has it, a broken one for each that failed.
import type { Ray } from './fan.tsx'
import { fanShape } from './geometry.ts'

const MOST_RAYS = 7

const strokes: Record<Ray['state'], string> = {
  waiting: 'stroke-edge',
  moving: 'stroke-beam',
  live: 'stroke-live',
  failed: 'stroke-failed',
  cancelled: 'stroke-edge',
}

/** 36 by 28 pixels, decoration only: what it shows stands in words beside it. More than seven rays would be a blur. */
export function SmallFan({ states }: { states: readonly Ray['state'][] }) {
  const shown = states.length > 0 ? states.slice(0, MOST_RAYS) : (['waiting', 'waiting', 'waiting'] as const)
  const shape = fanShape({ width: 36, rowHeight: 28 / shown.length, rays: shown.length, stageAt: 0.3 })
  return (
    <svg
      aria-hidden="true"
      width={36}
      height={28}
      viewBox="0 0 36 28"
      fill="none"
      strokeWidth={1.75}
      strokeLinecap="round"
      className="shrink-0"
    >
      <path d={shape.beam} strokeWidth={3} className="stroke-beam" />
      {shape.rays.map(({ path, y }, index) => {
        const state = shown[index] ?? 'waiting'
        return (
          <path
            key={y}
            d={path}
            pathLength={100}
            strokeDasharray={state === 'failed' ? '46 26 28' : state === 'live' ? undefined : '7 9'}
            strokeLinecap={state === 'live' ? 'round' : 'butt'}
            className={strokes[state]}
          />
        )
      })}
      <circle cx={shape.stage.x} cy={shape.stage.y} r={2.75} className="fill-beam" />
    </svg>
  )
}
