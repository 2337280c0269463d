// A button's word, and for a moment what came of pressing it: both take the same place, so that nothing jumps.

/** @param told what came of it, or null; @param longest what is told as a rule, which keeps its room */
export function ToldWord({ label, told, longest }: { label: string; told: string | null; longest: string }) {
  const place = 'col-start-1 row-start-1'
  return (
    <span className="grid justify-items-start">
      <span className={told === null ? place : `invisible ${place}`}>{label}</span>
      <span className={told === null ? `invisible ${place}` : place}>{told ?? longest}</span>
    </span>
  )
}
