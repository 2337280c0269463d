// A form as PHP and Flask see it: all fields by name, wherever they stand, and the files of one field.
import type { Exchange } from './exchange.ts'
import { type FormFault, readForm } from './multipart.ts'
import { type Received, receive } from './receiver.ts'
import type { Ground } from './server.ts'

export type FormFile = { name: string; type: string; received: Received }

export type FormContents = {
  /** Of a name that comes twice, the last value. */
  fields: Map<string, string>
  files: FormFile[]
  fault: FormFault | null
}

type Reading = { ground: Ground; fileField: string; maxFiles?: number }

/** Reads a form of either type to its end; parts with a file under another name than `fileField` are passed over. */
export async function receiveForm(exchange: Exchange, { ground, fileField, maxFiles = 1 }: Reading) {
  if (exchange.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return { fields: new Map(await exchange.form()), files: [], fault: null } satisfies FormContents
  const contents: FormContents = { fields: new Map(), files: [], fault: null }
  contents.fault = await readForm(exchange, {
    maxFiles,
    onField: (name, value) => contents.fields.set(name, value),
    onFile: async ({ field, name, type, bytes }) => {
      if (field !== fileField || name === '') return void bytes.resume()
      contents.files.push({ name, type, received: await receive(ground.newPath(), bytes) })
    },
  })
  return contents
}
