// What Pomf and Uguu say when they refuse: `{ success: false, errorcode, description }` with the code as status.
import { html, json, type Reply } from './reply.ts'

export const pomfError = (errorcode: number, description: string): Reply =>
  json(errorcode, { success: false, errorcode, description })

/** The trap of Uguu: too many uploads are a 500, and only its words tell for how long. */
export const rateLimited = (seconds: number): Reply =>
  pomfError(500, `Rate limit, please wait ${seconds} seconds before uploading again.`)

const descriptions: Partial<Record<number, string>> = {
  400: 'No input file(s)',
  413: 'File is too large',
  415: 'Filetype not allowed',
  500: 'Failed to move file to the storage',
}

/** What comes with a status: an error of their own, or the page of the server before PHP. */
export function pomfStatus(status: number): Reply {
  const description = descriptions[status]
  return description === undefined ? nginxPage(status) : pomfError(status, description)
}

export const nginxPage = (status: number): Reply =>
  html(status, `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`)

/** A failure of the moment that comes with 200. */
export const pomfSoftError = (): Reply => ({ ...pomfError(500, 'Failed to move file to the storage'), status: 200 })
