// XML in and out: documents are written from nested elements, and read with no entity but XML's own five and numbers.
import { XMLParser } from 'fast-xml-parser'
import { S3Error } from './errors.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

// Control characters go out as references, as S3 sends them: a key may hold any of them.
const unsafe = /[&<>"\u0000-\u001f\u007f\ufffe\uffff]/g

/** Text made safe between tags. */
export const escapeXml = (text: string): string =>
  text.replace(unsafe, (found) => escapes[found] ?? `&#x${found.charCodeAt(0).toString(16)};`)

/** What an element may hold: text, or elements that are already XML (`Markup`). */
export class Markup {
  readonly xml: string
  constructor(xml: string) {
    this.xml = xml
  }
}

type Content = string | number | boolean | Markup | readonly Markup[]

/** One element; text is escaped, markup is not. */
export function element(name: string, content: Content): Markup {
  const inner =
    content instanceof Markup
      ? content.xml
      : typeof content === 'object'
        ? content.map(({ xml }) => xml).join('')
        : escapeXml(String(content))
  return new Markup(`<${name}>${inner}</${name}>`)
}

/** An element, or nothing when there is no content. */
export const optional = (name: string, content: Content | undefined): Markup[] =>
  content === undefined ? [] : [element(name, content)]

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** A whole document in S3's namespace. */
export const document = (root: string, children: readonly Markup[]): string =>
  `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${children.map(({ xml }) => xml).join('')}</${root}>`

/** S3's error document, which has no namespace. */
export const errorDocument = (children: readonly Markup[]): string => `${declaration}${element('Error', children).xml}`

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  isArray: () => true,
})

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  return text.replace(/&([^;&\s]{0,16})(;?)/g, (_, name: string, end: string) => {
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name)
    const code = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10) : undefined
    const decoded = code === undefined ? named[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined
    if (decoded === undefined || !end) throw new S3Error('MalformedXML')
    return decoded
  })
}

/** An element of a document that was read. */
export class XmlNode {
  readonly #value: unknown

  constructor(value: unknown) {
    this.#value = value
  }

  /** The child elements of that name, in order. */
  all(name: string): XmlNode[] {
    if (typeof this.#value !== 'object' || this.#value === null || !Object.hasOwn(this.#value, name)) return []
    const found: unknown = Reflect.get(this.#value, name)
    return Array.isArray(found) ? found.map((value: unknown) => new XmlNode(value)) : []
  }

  has(name: string): boolean {
    return this.all(name).length > 0
  }

  /** The text of the only child of that name; undefined when there is none. @throws {S3Error} MalformedXML when there are more */
  text(name: string): string | undefined {
    const found = this.all(name)
    if (found.length > 1) throw new S3Error('MalformedXML')
    return found[0]?.content()
  }

  /** The text of this element. @throws {S3Error} MalformedXML when it holds elements */
  content(): string {
    if (typeof this.#value !== 'string') throw new S3Error('MalformedXML')
    return decodeEntities(this.#value)
  }
}

/**
 * Reads a document whose root has that name.
 * @throws {S3Error} MalformedXML when it is not well-formed, has another root or brings a document type
 */
export function readXml(text: string, root: string): XmlNode {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new S3Error('MalformedXML')
  let parsed: unknown
  try {
    parsed = parser.parse(
      text.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, literal: string) => escapeXml(literal)),
      true,
    )
  } catch (cause) {
    throw new S3Error('MalformedXML', undefined, { cause })
  }
  const found = new XmlNode(parsed).all(root)[0]
  if (!found) throw new S3Error('MalformedXML')
  return found
}
