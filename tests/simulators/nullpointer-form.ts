// What a form at 0x0 may ask for, how long a file lives there, and what its bytes are taken for.
import { open } from 'node:fs/promises'
import { plain, type Reply } from './reply.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const [minDays, maxDays] = [30, 365]

/** The longest life of a file of `size` bytes in ms: 365 days, and fewer for bigger ones down to 30. */
export const lifeOf = (size: number, maxFileSize: number): number =>
  (minDays - (maxDays - minDays) * (size / maxFileSize - 1) ** 3) * dayMs

/** The moment in ms that the field `expires` means: hours from now, or a moment itself. Null where it is no number. */
export function momentOf(expires: string, now: number): number | null {
  if (!/^\d+$/.test(expires)) return null
  const given = Number(expires)
  return given >= 1_650_460_320_000 ? given : now + given * hourMs
}

/** Whether the bytes are a program of Windows, which is told by its first two and not by its name. */
export async function isProgram(path: string): Promise<boolean> {
  await using file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
  return buffer.toString('latin1') === 'MZ'
}

/** Clients that do not say who they are. */
export const isNameless = (userAgent: string | undefined): boolean =>
  !userAgent || /^(?:node|undici|python-requests|Go-http-client|Mozilla\/5\.0$)/.test(userAgent)

const words: Partial<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized: wrong management token',
  403: 'User agent not allowed; say who you are',
  404: 'Not Found',
  411: 'Length Required',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  451: 'Unavailable For Legal Reasons',
  503: 'Uploads are disabled',
}

/** All that 0x0 says of an error is its status; the text is for people. */
export const pointerError = (status: number): Reply => plain(status, `${words[status] ?? `Error ${status}`}\n`)
