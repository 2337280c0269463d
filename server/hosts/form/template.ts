// The texts with functions in them by which ShareX describes a request and a reply: `{json:data.url}`, and `$json:data.url$` of old.

/** A text that is none, with the reason as a sentence without its end. */
export class TemplateFault extends Error {}

export type FunctionCall = { name: string; args: readonly Template[] }
/** Plain texts and functions in their order. */
export type Template = readonly (string | FunctionCall)[]

const functions =
  'json|xml|regex|header|response|responseurl|filename|input|random|select|prompt|inputbox|outputbox|base64'
const oldCall = new RegExp(String.raw`\$(?:(?:${functions})(?::[^$]*)?|\d+(?:[,|][^$]*)?)\$`, 'i')
const newCall = new RegExp(String.raw`(?<!\\)\{(?:${functions})[:}]`, 'i')

/**
 * Reads a template in the present syntax or, where only that makes sense of it, in that before ShareX 13.7.1.
 * @throws {TemplateFault}
 */
export const parseTemplate = (text: string): Template =>
  oldCall.test(text) && !newCall.test(text) ? parseOld(text) : new Reader(text).whole()

/** Signs that a backslash makes plain. Before others it stays, so that `\d` is what it is in a regular expression. */
const special = new Set(['{', '}', '|', ':', '\\'])

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): Template {
    return this.#until('')
  }

  /** Reads up to one of `stops`, or to the end where there are none. */
  #until(stops: string): Template {
    const parts: (string | FunctionCall)[] = []
    let plain = ''
    for (;;) {
      const sign = this.#text[this.#at]
      if (sign === undefined && stops !== '') throw new TemplateFault('a "{" has no "}"')
      if (sign === undefined || stops.includes(sign)) break
      if (sign === '{') {
        if (plain !== '') parts.push(plain)
        plain = ''
        parts.push(this.#call())
      } else {
        const next = this.#text[this.#at + 1] ?? ''
        const isEscape = sign === '\\' && special.has(next)
        plain += isEscape ? next : sign
        this.#at += isEscape ? 2 : 1
      }
    }
    return plain === '' ? parts : [...parts, plain]
  }

  #call(): FunctionCall {
    const [head = '', name = ''] = /^\{([a-z0-9]+)(?=[:}])/i.exec(this.#text.slice(this.#at)) ?? []
    if (head === '') throw new TemplateFault(String.raw`a "{" is followed by no function: write "\{" for a plain one`)
    this.#at += head.length
    const args: Template[] = []
    while (this.#text[this.#at] !== '}') {
      this.#at += 1
      args.push(this.#until('|}'))
    }
    this.#at += 1
    return { name: name.toLowerCase(), args }
  }
}

/** Between two dollars is a function; a number alone is one of the list of regular expressions. */
function parseOld(text: string): Template {
  const pieces = text.split(/(?<!\\)\$/)
  if (pieces.length % 2 === 0) throw new TemplateFault('a "$" has no second one')
  return pieces
    .map((piece, at) => (at % 2 === 0 ? piece.replace(/\\(.)/g, '$1') : oldFunction(piece)))
    .filter((part) => part !== '')
}

function oldFunction(piece: string): FunctionCall {
  const [, named, rest = ''] = /^([a-z][a-z0-9]*)(?::(.*))?$/is.exec(piece) ?? []
  const name = named?.toLowerCase() ?? 'regex'
  const given = named === undefined ? piece : rest
  const args = given === '' ? [] : given.split(name === 'regex' ? /[,|]/ : '|')
  return { name, args: args.map((arg) => [arg]) }
}

/**
 * The text of a part that must be known beforehand.
 * @throws {TemplateFault} when there is a function in it
 */
export function plainText(template: Template | undefined, what: string): string {
  const texts = (template ?? []).filter((part) => typeof part === 'string')
  if (!template || texts.length !== template.length || texts.length === 0)
    throw new TemplateFault(`expected ${what} as plain text`)
  return texts.join('')
}
