// Tags of objects and buckets: from the header, from XML, and back.
import { invalidArgument, S3Error } from '#server/embedded/storage/errors.ts'
import { element, type Markup, type XmlNode } from '#server/embedded/storage/xml.ts'

// Limits as in the S3 user guide, "Categorizing your storage using tags".
const longestName = 128
const longestValue = 256

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** How many tags there may be, and what S3 calls them in its sentence. */
export type TagLimit = { most: number; name: string }

const objectTags: TagLimit = { most: 10, name: 'Object tags' }

function collect(
  pairs: readonly (readonly [string, string])[],
  { most, name: kind }: TagLimit,
): Record<string, string> {
  if (pairs.length > most) throw new S3Error('BadRequest', `${kind} cannot be greater than ${most}`)
  const tags = new Map<string, string>()
  for (const [name, value] of pairs) {
    if (name === '' || name.length > longestName || !allowed.test(name))
      throw new S3Error('InvalidTag', 'The TagKey you have provided is invalid')
    if (name.startsWith('aws:')) throw new S3Error('InvalidTag', 'System tags cannot be added/updated by requester')
    if (value.length > longestValue || !allowed.test(value))
      throw new S3Error('InvalidTag', 'The TagValue you have provided is invalid')
    if (tags.has(name)) throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key')
    tags.set(name, value)
  }
  return Object.fromEntries(tags)
}

/** Tags of an `x-amz-tagging` header, in the form of a query. @throws {S3Error} InvalidTag, InvalidArgument, BadRequest */
export function parseTagHeader(header: string): Record<string, string> {
  if (header === '') return {}
  const pairs = [...new URLSearchParams(header)]
  if (new Set(pairs.map(([name]) => name)).size < pairs.length)
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    )
  return collect(pairs, objectTags)
}

/** Tags of a `Tagging` document. @throws {S3Error} MalformedXML, InvalidTag, BadRequest */
export function parseTagging(tagging: XmlNode, limit = objectTags): Record<string, string> {
  const [set, ...more] = tagging.all('TagSet')
  if (!set || more.length > 0) throw new S3Error('MalformedXML')
  if (set.all('Tag').length === 0) return {}
  const pairs = set.all('Tag').map((tag) => {
    const [name, value] = [tag.text('Key'), tag.text('Value')]
    if (name === undefined || value === undefined) throw new S3Error('MalformedXML')
    return [name, value] as const
  })
  return collect(pairs, limit)
}

/** The inside of a `Tagging` document. */
export const renderTags = (tags: Record<string, string>): Markup[] => [
  element(
    'TagSet',
    Object.entries(tags).map(([name, value]) => element('Tag', [element('Key', name), element('Value', value)])),
  ),
]
