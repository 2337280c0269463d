// What an operator's expressions find in a reply. Neither kind can run code, and neither can take for ever.
import { JSONPath } from 'jsonpath-plus'
import { RE2JS } from 're2js'
import { TemplateFault } from './template.ts'

/** What JSON gives as text: a string, a number or `true`. */
const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  return typeof value === 'number' || value === true ? String(value) : null
}

/**
 * A JSONPath, with or without `$.` before it, as Json.NET has it too: the first match, as text.
 * @throws {TemplateFault} for filters and scripts, which would be code
 */
export function jsonFinder(path: string): (json: unknown) => string | null {
  if (/[?(@^~`]/.test(path)) throw new TemplateFault('the JSONPath holds an expression, which is not supported')
  if (path.split('..').length > 2) throw new TemplateFault('the JSONPath holds more than one ".."')
  const whole = path.startsWith('$') ? path : `$${path.startsWith('[') ? '' : '.'}${path}`
  const find = (json: object): unknown => {
    const found: unknown = JSONPath({ path: whole, json, eval: false, wrap: true })
    return Array.isArray(found) ? found[0] : undefined
  }
  try {
    find({})
  } catch {
    throw new TemplateFault('the JSONPath cannot be read')
  }
  return (json) => {
    if (typeof json !== 'object' || json === null) return null
    try {
      return textOf(find(json))
    } catch {
      // Depths of a hostile reply, in which there is nothing to be found.
      return null
    }
  }
}

/** A look ahead at the very end: what precedes it is what counts, and that can be said without one. */
const lookAhead = /^(.+)\(\?=((?:[^()\\]|\\.)+)\)$/s

/**
 * A regular expression as RE2 has it, which always takes time in proportion to the text: what it matches, or a group of that.
 * @throws {TemplateFault} for what RE2 does not have, such as references back
 */
export function regexFinder(pattern: string, group: string): (text: string) => string | null {
  const [, before, after] = lookAhead.exec(pattern) ?? []
  const isAhead = before !== undefined && after !== undefined
  const compiled = compile(isAhead ? `(${before})(?:${after})` : pattern)
  const shift = isAhead ? 1 : 0
  const number = /^\d*$/.test(group) ? Number(group) + shift : compiled.namedGroups()[group]
  if (number === undefined || number > compiled.groupCount()) throw new TemplateFault('it has no such group')
  return (text) => {
    const matcher = compiled.matcher(text)
    return matcher.find() ? matcher.group(number) : null
  }
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern, RE2JS.LOOKBEHINDS)
  } catch {
    throw new TemplateFault('the regular expression holds what RE2 does not have')
  }
}
