// The picture that other programs show of a share page: the fan, the name and the figures. Drawn on the server, where no style sheet
// reaches it, so its colours are those of the light theme as plain values.
import { plainName } from '#components/format/plain-name.ts'
import { fanShape } from '#components/fan/geometry.ts'

/** In pixels, as Open Graph has it. */
export const PICTURE = { width: 1200, height: 630 }

const FEWEST_RAYS = 3
const MOST_RAYS = 8
const FAN = { width: 1040, height: 210 }

const colours = { paper: '#fbfaf8', ink: '#1b1e24', soft: '#5a5f69', beam: '#2f62e0' }

/** What the one font that the drawing library brings can write; for any other letter it would ask servers elsewhere, with the name. */
const WRITABLE =
  /^[ -~\u00a0-\u00ac\u00ae-\u0113\u0116-\u012b\u012e-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u014d\u0150-\u017e\u0400-\u045f\u1ea0-\u1ef9\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u20ac]+$/
const SIGNS = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f/gu

/** A name as the picture can write it, without its emoji; null where a letter is in no font that is here. */
export function writableName(name: string): string | null {
  const text = plainName(name).normalize('NFC').replace(SIGNS, '').replace(/\s+/g, ' ').trim()
  return WRITABLE.test(text) ? text : null
}

function Fan({ hosts }: { hosts: number }) {
  const rays = Math.min(MOST_RAYS, Math.max(FEWEST_RAYS, hosts))
  const {
    beam,
    stage,
    rays: paths,
    width,
    height,
  } = fanShape({
    width: FAN.width,
    rowHeight: FAN.height / rays,
    rays,
    stageAt: 0.3,
  })
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} fill="none" strokeLinecap="round">
      {paths.map(({ path, x, y }) => (
        <g key={y}>
          <path d={path} stroke={colours.beam} strokeWidth={5} />
          <circle cx={x - 4} cy={y} r={8} fill={colours.beam} />
        </g>
      ))}
      <path d={beam} stroke={colours.beam} strokeWidth={12} />
      <circle cx={stage.x} cy={stage.y} r={17} fill={colours.beam} />
    </svg>
  )
}

type Props = {
  /** Null where it may not be told, or cannot be written. */
  name: string | null
  /** "4 files · 212.4 MB". */
  figures: string
  hosts: number
}

export function PreviewPicture({ name, figures, hosts }: Props) {
  return (
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: '64px 80px 56px',
        background: colours.paper,
        color: colours.ink,
      }}
    >
      <Fan hosts={hosts} />
      <div style={{ display: 'flex', flexDirection: 'column', gap: 14 }}>
        {name !== null && (
          <div style={{ fontSize: name.length > 30 ? 54 : 72, lineHeight: 1.15, wordBreak: 'break-word' }}>{name}</div>
        )}
        <div style={{ fontSize: name === null ? 60 : 38, color: name === null ? colours.ink : colours.soft }}>
          {figures}
        </div>
      </div>
      <div style={{ fontSize: 30, color: colours.soft }}>EasyMirror</div>
    </div>
  )
}
