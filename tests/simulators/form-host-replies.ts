// The ways in which a little host of somebody's own tells an address: JSON, a line, a sentence, XML, a header.
import { escapeHtml } from './page.ts'
import { json, plain, type Reply } from './reply.ts'

/** `location` is a 201 with an address in a header, `redirect` a 302 whose header tells only a path. */
export type ReplyForm = 'json' | 'text' | 'sentence' | 'xml' | 'location' | 'redirect'

export type Told = {
  id: string
  name: string
  size: number
  md5: string
  /** Addresses, each with the origin: the bytes, the page that leads to them, and what deletes the file by GET. */
  direct: string
  page: string
  remove: string
}

const xml = (status: number, inner: string): Reply => ({
  status,
  body: { text: `<?xml version="1.0" encoding="UTF-8"?>\n${inner}\n`, type: 'application/xml; charset=utf-8' },
})

const element = (name: string, text: string): string => `<${name}>${escapeHtml(text)}</${name}>`

/** Tells of a stored file, with `status` where the form leaves that open. */
export function tellStored(form: ReplyForm, status: number, told: Told): Reply {
  const { id, name, size, md5, direct, page, remove } = told
  switch (form) {
    case 'json': {
      const links = { direct, page, delete: remove }
      return json(status, { success: true, data: { files: [{ id, name, size, md5, links }] } })
    }
    case 'text':
      return plain(status, `${direct}\n`)
    case 'sentence':
      return plain(status, `Your file ${name} is at <${direct}>. To delete it go to <${remove}>.\n`)
    case 'xml': {
      const inner = [element('name', name), element('size', String(size)), element('url', direct)]
      const addresses = [element('page', page), element('delete', remove)]
      return xml(
        status,
        `<response status="ok"><file id="${id}">${[...inner, ...addresses].join('')}</file></response>`,
      )
    }
    case 'location':
      return plain(201, '', { location: direct, 'x-delete-url': remove })
    case 'redirect':
      return plain(302, '', { location: new URL(page).pathname })
  }
}

/** Tells that there was a mistake; with 200 it is one that only the words tell. */
export function tellError(form: ReplyForm, status: number, message: string): Reply {
  if (form === 'json') return json(status, { success: false, error: { code: status, message } })
  if (form === 'xml') return xml(status, `<response status="error">${element('message', message)}</response>`)
  return plain(status, `Error: ${message}\n`)
}
