// How far below its folder a row stands; deep folders end somewhere, since a narrow window has to hold the name too.

const DEEPEST = 6

export const Indent = ({ depth }: { depth: number }) =>
  depth === 0 ? null : <span aria-hidden="true" className="shrink-0" style={{ width: Math.min(depth, DEEPEST) * 16 }} />
