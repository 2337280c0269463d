// The name with its sign, which is the fan.

const NAME = 'EasyMirror'

export function Wordmark() {
  return (
    <span className="flex items-center gap-2 text-lead font-semibold tracking-tight">
      <svg aria-hidden="true" width={24} height={24} viewBox="0 0 32 32" fill="none" strokeLinecap="round">
        <path d="M3 16H11" strokeWidth={4} className="stroke-beam" />
        <g strokeWidth={2.6} className="stroke-beam">
          <path d="M11 16C21 16 19 5 29 5" />
          <path d="M11 16C21 16 19 12.3 29 12.3" />
          <path d="M11 16C21 16 19 19.7 29 19.7" />
          <path d="M11 16C21 16 19 27 29 27" />
        </g>
        <circle cx={11} cy={16} r={4} className="fill-beam" />
      </svg>
      {/* Where a page is enlarged or very narrow, the sign says it. */}
      <span className="max-[22.5rem]:sr-only">{NAME}</span>
    </span>
  )
}
