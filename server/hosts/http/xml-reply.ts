// XML replies of hosts as plain values, for schemas to judge: elements without their prefixes, text as it stands.
import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import type { Answer } from './answer.ts'

/** Elements that occur once and more often look alike, as lists; so do those that hold text only. */
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: true,
  isArray: () => true,
})

/** The document, or undefined where the body is none, or brings definitions of its own. */
export function xmlOf({ text }: Answer): unknown {
  if (!text.trimStart().startsWith('<') || /<!(DOCTYPE|ENTITY)/i.test(text)) return undefined
  try {
    return parser.parse(text, true)
  } catch {
    return undefined
  }
}

/** An element that occurs once and holds text. */
export const xmlText = z.tuple([z.string()]).transform(([value]) => value)

/** The same of digits. */
export const xmlNumber = xmlText
  .pipe(z.string().regex(/^\d{1,16}$/))
  .transform(Number)
  .pipe(z.int())
