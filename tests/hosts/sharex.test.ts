// Custom uploaders of ShareX, as people share them: old and new, each sends a file to a simulated host; what cannot be had is told with its line.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Host } from '#server/hosts/host.ts'
import { parseHosts } from '#server/hosts/hosts-file.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { importSxcu } from '#server/hosts/sharex.ts'
import { type FormHostOptions, startFormHost } from '#tests/simulators/form-host.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { callOf, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
const first = (hosts: ReturnType<typeof parseHosts>): Host => {
  const [host] = hosts
  if (!host) throw new Error('There is no host.')
  return host.open(http)
}
const hostOf = (sxcu: unknown): Host =>
  first(parseHosts(JSON.stringify([{ id: 'x', kind: 'sharex', sxcu }]), () => undefined))

const present = {
  Version: '15.0.0',
  Name: 'Pictures',
  DestinationType: 'ImageUploader, FileUploader',
  RequestMethod: 'POST',
  Body: 'MultipartFormData',
  FileFormName: 'file',
}

const uploaders: [title: string, host: FormHostOptions, sxcu: Record<string, unknown>][] = [
  [
    'of today with a key, fields and parameters',
    {
      headers: { authorization: 'Bearer a-key-of-length' },
      arguments: { folder: 'shots' },
      parameters: { format: 'json', v: '2' },
    },
    {
      ...present,
      RequestURL: '/api/upload?v=2',
      Parameters: { format: 'json' },
      Headers: { Authorization: 'Bearer a-key-of-length', 'Content-Type': 'multipart/form-data' },
      Arguments: { folder: 'shots' },
      URL: '{json:data.files[0].links.direct}',
      ThumbnailURL: '{json:data.files[0].links.direct}',
      DeletionURL: '{json:data.files[0].links.delete}',
      ErrorMessage: '{json:error.message}',
    },
  ],
  [
    'of before 13.7.1, with dollars',
    { fileField: 'image' },
    {
      Version: '12.4.1',
      DestinationType: 'ImageUploader',
      RequestMethod: 'POST',
      RequestURL: '/api/upload',
      Body: 'MultipartFormData',
      FileFormName: 'image',
      URL: '$json:data.files[0].links.direct$',
      DeletionURL: '$json:data.files[0].links.delete$',
    },
  ],
  [
    'of the oldest, with a list of expressions and numbers',
    { reply: 'sentence' },
    {
      Name: 'Old',
      RequestType: 'POST',
      RequestURL: '/api/upload',
      FileFormName: 'file',
      ResponseType: 'Text',
      RegexList: [String.raw`is at <(\S+)>`, 'go to <([^>]+)>'],
      URL: '$1,1$',
      DeletionURL: '$regex:2|1$',
    },
  ],
  [
    'with expressions in their place, looks around and named groups among them',
    { reply: 'sentence' },
    {
      ...present,
      RequestURL: '/api/upload',
      URL: '{regex:(?<=is at <)[^>]+(?=>)}',
      DeletionURL: String.raw`{regex:{response}|go to <(?<address>[^>]\{5,\})>|address}`,
    },
  ],
  [
    'of bytes alone, with the name in the address',
    { method: 'PUT', path: '/up/:name', body: 'binary', reply: 'text' },
    { ...present, RequestMethod: 'PUT', Body: 'Binary', RequestURL: '/up/{filename}', URL: '' },
  ],
  [
    'whose address stands in a header',
    { reply: 'location' },
    { ...present, RequestURL: '/api/upload', URL: '{header:Location}', DeletionURL: '{header:X-Delete-URL}' },
  ],
  [
    'whose address is where the reply leads',
    { reply: 'redirect' },
    { ...present, RequestURL: '/api/upload', URL: '{responseurl}' },
  ],
]

test.for(uploaders)('an uploader %s sends a file, and deletes it where it can', async ([, options, given]) => {
  await using simulator = await startFormHost(options)
  const host = hostOf({ ...given, RequestURL: `${simulator.url}${String(given['RequestURL'])}` })
  const stand = { host, memory: new TestMemory() }
  const source = testSource({ size: 5000, name: 'naïve & co.png' })
  const stored = await send(stand, source)
  expect(simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256'), name: source.name }])
  expect(await host.check?.(stored, callOf(stand))).toBe('alive')
  expect(host.remove !== undefined).toBe('DeletionURL' in given)
  if (!host.remove) return
  await host.remove(stored, callOf(stand))
  expect(simulator.ledger).toMatchObject([{ stored: false }])
  expect(await host.check?.(stored, callOf(stand))).toBe('dead')
  await host.remove(stored, callOf(stand))
})

test('words of a refusal are heard inside 200, and a redirect that nobody waits for is none', async () => {
  await using simulator = await startFormHost({})
  const RequestURL = `${simulator.url}/api/upload`
  const error = '{json:error.message}'
  const host = hostOf({ ...present, RequestURL, URL: '{json:data.files[0].links.direct}', ErrorMessage: error })
  const stand = { host, memory: new TestMemory() }
  simulator.fail({ kind: 'error-in-200' })
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'retry' })
  await using moved = await startFormHost({ reply: 'redirect' })
  const other = hostOf({ ...present, RequestURL: `${moved.url}/api/upload`, URL: '{response}' })
  const sending = send({ host: other, memory: new TestMemory() }, testSource({ size: 10 }))
  await expect(sending).rejects.toMatchObject({ kind: 'unavailable' })
})

function faultsOf(text: string): string {
  try {
    importSxcu(undefined, text, { id: 'x' })
  } catch (error) {
    if (error instanceof z.ZodError) return error.issues.map(({ message }) => message).join('; ')
    throw error
  }
  return 'none'
}

const whole = { ...present, RequestURL: 'https://up.example/api', URL: '{json:url}' }

test.for([
  [{ DestinationType: 'URLShortener' }, 'line 4, "DestinationType": it takes no files'],
  [{ RequestMethod: 'GET' }, 'line 5, "RequestMethod": a file cannot be sent by this method'],
  [{ Body: 'JSON', Data: '{"a":"{input}"}' }, 'line 6, "Body": a body of this kind holds no file'],
  [{ RequestURL: 'https://{random:a|b}.example/' }, 'line 8, "RequestURL": expected an http or https URL'],
  [{ URL: '{xml:/file/url}' }, 'line 9, "URL": {xml} reads XML'],
  [{ URL: '{json:files[?(@.a)].url}' }, 'line 9, "URL": the JSONPath holds an expression'],
  [{ URL: String.raw`{regex:(a)\\1}` }, 'line 9, "URL": the regular expression holds what RE2 does not have'],
  [{ URL: '{regex:a|2}' }, 'line 9, "URL": it has no such group'],
  [{ URL: '$regex:1|1$' }, 'line 9, "URL": the list of regular expressions has no such'],
  [{ URL: 'https://{json:host' }, 'line 9, "URL": a "{" has no "}"'],
  [{ URL: '{guess}' }, 'line 9, "URL": {guess} is not known'],
  [{ Arguments: { name: 'x', title: '{prompt:Title}' } }, 'line 12, "Arguments.title": {prompt} asks a person'],
  [{ Headers: { 'X-Id': '{json:id}' } }, 'line 11, "Headers.X-Id": {json} reads a reply, and there is none yet'],
  [{ Headers: { Host: 'other.example' } }, 'line 11, "Headers.Host": is set by EasyMirror'],
] as const)('%j is refused with its line', ([change, message]) => {
  const text = JSON.stringify({ ...whole, ...change }, null, 2)
  expect(faultsOf(text)).toContain(message)
})

test('its file is read from the disk, with a mark of the byte order or without', async () => {
  const path = join(await temporaryFolder(), 'up.example.sxcu')
  const entry = JSON.stringify([{ id: 'x', kind: 'sharex', name: 'Ours', sxcu: path, maxFileSize: 1000 }])
  const parse = () => parseHosts(entry, () => undefined)
  expect(parse).toThrow('entry 1: "sxcu": expected a file that can be read')
  await writeFile(path, '{ not JSON')
  expect(parse).toThrow('entry 1: "sxcu": the file: is not JSON')
  await writeFile(path, `\uFEFF${JSON.stringify(whole)}`)
  expect(first(parse())).toMatchObject({ name: 'Ours', homepage: 'https://up.example', limits: { maxFileSize: 1000 } })
})

test('what is imported is an entry of the kind `form`', () => {
  const { entry } = importSxcu({ ...whole, Arguments: { public: true } }, null, { id: 'pictures' })
  expect(entry).toEqual({
    id: 'pictures',
    kind: 'form',
    name: 'Pictures',
    url: 'https://up.example',
    path: '/api',
    fields: { public: 'true' },
    fileField: 'file',
    link: '{json:url}',
  })
  expect(parseHosts(JSON.stringify([entry]), () => undefined)).toHaveLength(1)
})
