// What a new mirror may be made of: the contract's rules for names, sizes and counts, and the name of one that was given none.
import { z } from 'zod'
import { env } from '#server/env.ts'

/** Characters are counted as PostgreSQL does, so that an emoji is one. */
const lengthOf = (text: string): number => Array.from(text).length

const MOST_NAME = 255
const MOST_NICKNAME = 60
const MOST_PATH = 4096
const MOST_ADDRESS = 4096

const isFileName = (name: string) =>
  lengthOf(name) >= 1 && lengthOf(name) <= MOST_NAME && name !== '.' && name !== '..' && !/[/\\\p{Cc}]/u.test(name)

const isPlain = (text: string) => !/\p{Cc}/u.test(text)

/** Browsers and programs say "unknown" with an empty text. */
const emptyAsAbsent = (text: string | undefined) => (text === '' ? undefined : text)

const name = z
  .string()
  .refine(
    isFileName,
    'A file’s name has 1 to 255 characters, none of them a slash, a backslash or a control character.',
  )

const path = z
  .string()
  .refine((text) => lengthOf(text) <= MOST_PATH && isPlain(text), 'A folder has at most 4096 characters.')
  .optional()
  .transform(emptyAsAbsent)

/** A file that somebody is about to upload. */
const uploadedSchema = z.object({
  name,
  size: z
    .int('A file’s size is a whole number of bytes.')
    .min(1, 'An empty file cannot be mirrored.')
    .refine((size) => size <= env().MAX_FILE_SIZE, {
      error: () => `A file may have ${env().MAX_FILE_SIZE} bytes at most.`,
    }),
  /** It goes into headers of requests to hosts. */
  type: z
    .string()
    .regex(/^[\x20-\x7e]{0,255}$/, 'A file’s type is a MIME type.')
    .optional()
    .transform(emptyAsAbsent),
  path,
})

/** A file that this server is to fetch; how large it is, and what it is called unless that is said, it finds out by itself. */
const fetchedSchema = z.object({
  url: z.string('An address is a text.').max(MOST_ADDRESS, `An address has at most ${MOST_ADDRESS} characters.`),
  name: name.optional(),
  path,
})

const isOfAddress = (input: unknown) => typeof input === 'object' && input !== null && 'url' in input

/** What is wrong with a file of one kind is told, and not that it is none of the other. */
const fileSchema = z.union([fetchedSchema, uploadedSchema], {
  error: ({ input, errors: [ofAddress, ofUpload] }) => (isOfAddress(input) ? ofAddress : ofUpload)?.[0]?.message,
})

/** At most 60 characters; perhaps none. */
export const mirrorNameSchema = z
  .string()
  .trim()
  .refine((name) => lengthOf(name) <= MOST_NICKNAME && isPlain(name), 'A mirror’s name has at most 60 characters.')

export const newMirrorSchema = z.object({
  nickname: mirrorNameSchema.optional().transform(emptyAsAbsent),
  files: z
    .array(fileSchema)
    .min(1, 'A mirror has at least one file.')
    .refine((files) => files.length <= env().MAX_FILES_PER_MIRROR, {
      error: () => `A mirror may have ${env().MAX_FILES_PER_MIRROR} files at most.`,
    }),
})

export type NewMirror = z.infer<typeof newMirrorSchema>
export type GivenFile = NewMirror['files'][number]

const cut = (text: string, most: number) =>
  lengthOf(text) <= most
    ? text
    : `${Array.from(text)
        .slice(0, most - 1)
        .join('')}…`

type Named = { nickname?: string | undefined; files: readonly { name: string }[] }

/** The given name, else the first file's, with how many more there are; 60 characters at most. */
export function nameOf({ nickname, files: [first, ...others] }: Named): string {
  if (nickname !== undefined) return nickname
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `${cut(first?.name ?? 'Mirror', MOST_NICKNAME - more.length)}${more}`
}
