// A file's name on one line: cut in the middle, where it matters least, and whole in the title.

import { plainName } from '#components/format/plain-name.ts'

// As much as keeps an extension and the number before it in sight.
const TAIL = 12

/** The whole name is in the document; only the look is cut. Takes the width that it is given. */
export function FileName({ name }: { name: string }) {
  const plain = plainName(name)
  const letters = Array.from(plain)
  const head = letters.slice(0, -TAIL).join('')
  const tail = letters.slice(-TAIL).join('')
  return (
    <span title={plain} className="flex w-fit max-w-full min-w-0 whitespace-pre" dir="auto">
      {head !== '' && <span className="min-w-0 truncate">{head}</span>}
      <span className="shrink-0">{tail}</span>
    </span>
  )
}
