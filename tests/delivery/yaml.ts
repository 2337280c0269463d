// The part of YAML that our own files are written in, read strictly: what is not of that part is an error, so that no file
// means anything else to those who read all of it.

export type Yaml = string | null | Yaml[] | { [key: string]: Yaml }

type Line = { number: number; indent: number; text: string }

const keyed = /^("[^"]*"|[^\s"'#[\]{},&*!|>%@`-][^:#]*|-?[\w./-]+):(?:\s+(.*))?$/

/** Maps, lists, plain and quoted texts, `[a, b]`, `{}`-less, and `|` blocks. @throws {Error} with the line that is none of it */
export function parseYaml(source: string): Yaml {
  const lines = source
    .split('\n')
    .map((raw, index) => ({ number: index + 1, indent: raw.length - raw.trimStart().length, text: raw.trim() }))
  const reader = new Reader(lines)
  return reader.node(0)
}

class Reader {
  readonly #lines: Line[]
  #at = 0

  constructor(lines: Line[]) {
    this.#lines = lines
  }

  /** The value whose lines stand at `indent` or further in. */
  node(indent: number): Yaml {
    const first = this.#peek()
    if (!first || first.indent < indent) return null
    return first.text === '-' || first.text.startsWith('- ') ? this.#list(first.indent) : this.#map(first.indent)
  }

  #map(indent: number): Yaml {
    const map: { [key: string]: Yaml } = {}
    for (let line = this.#peek(); line?.indent === indent; line = this.#peek()) {
      const [, key = '', rest = ''] = keyed.exec(line.text) ?? this.#refuse(line)
      if (Object.hasOwn(map, key)) this.#refuse(line)
      this.#at++
      map[key] = rest === '|' ? this.#block(indent) : rest === '' ? this.node(indent + 1) : scalar(rest)
    }
    const next = this.#peek()
    if (next && next.indent > indent) this.#refuse(next)
    return map
  }

  #list(indent: number): Yaml {
    const list: Yaml[] = []
    for (let line = this.#peek(); line?.indent === indent && line.text.startsWith('- '); line = this.#peek()) {
      const text = line.text.slice(2)
      if (keyed.test(text)) {
        // The first key of a map stands behind the dash: as if on a line of its own.
        this.#lines[this.#at] = { ...line, indent: indent + 2, text }
        list.push(this.#map(indent + 2))
        continue
      }
      this.#at++
      list.push(scalar(text))
    }
    return list
  }

  #block(indent: number): string {
    const texts: string[] = []
    const inner = this.#lines[this.#at]?.indent ?? 0
    for (
      let line = this.#lines[this.#at];
      line && (line.text === '' || line.indent > indent);
      line = this.#lines[this.#at]
    ) {
      texts.push(' '.repeat(Math.max(0, line.indent - inner)) + line.text)
      this.#at++
    }
    return texts.join('\n').trimEnd()
  }

  /** The next line that says something. */
  #peek(): Line | undefined {
    let line = this.#lines[this.#at]
    while (line && (line.text === '' || line.text.startsWith('#'))) line = this.#lines[++this.#at]
    return line
  }

  #refuse({ number, text }: Line): never {
    throw new Error(`line ${number} is not of the YAML that we write: ${text}`)
  }
}

function scalar(text: string): Yaml {
  if (text.startsWith('[') && text.endsWith(']'))
    return text
      .slice(1, -1)
      .split(',')
      .map((item) => scalar(item.trim()))
  if (/^".*"$/.test(text)) return String(JSON.parse(text))
  if (/^['"[{&*!|>%@`]/.test(text) || / #/.test(text) || /:\s/.test(text))
    throw new Error(`not of the YAML that we write: ${text}`)
  return text
}
