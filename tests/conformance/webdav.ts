// What the WebDAV adapter does, tried on a server: one case after the other, each with what came of it.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HostError } from '#server/hosts/errors.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { webdav } from '#server/hosts/webdav.ts'
import { Secret } from '#server/ids.ts'
import { callOf, groupName, send, TestMemory } from '#tests/hosts/suite/stand.ts'
import { testSource } from '#tests/hosts/suite/test-source.ts'
import type { Case } from './cases.ts'
import { type DavServer, limit, password, user } from './webdav-servers.ts'

const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
const common = commonSettings.parse({ id: 'dav', kind: 'webdav', name: 'A server', url: 'https://unused.example' })

/** @throws {Error} when it is not so */
function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what)
}

export async function davCases({ url, root, knowsProperties }: DavServer): Promise<Case[]> {
  const open = (secret: string) => {
    const account = { username: new Secret(user), password: new Secret(secret) }
    return webdav(common, { url, account, publicUrl: null, checksums: false, http })
  }
  const host = open(password)
  const memory = new TestMemory()
  const call = callOf({ memory })
  const group = await host.group.create(groupName('Ünï ファイル'), call)
  const upload = async (name: string, size = 100_000) => {
    const source = testSource({ size, name })
    return { source, stored: await send({ host, memory }, source, { group }) }
  }
  const kindOf = (work: Promise<unknown>) =>
    work.then(
      () => 'no error',
      (error: unknown) => (error instanceof HostError ? error.kind : String(error)),
    )
  return [
    { title: 'the right password is accepted', run: () => host.checkAccount(call) },
    {
      title: 'a folder that is there already is ours',
      async run() {
        const name = groupName()
        expect((await host.group.create(name, call)).id === (await host.group.create(name, call)).id, 'another folder')
        expect((await host.group.find?.(name, call)) !== null, 'it is not found')
      },
    },
    {
      title: 'a wrong password is told',
      run: async () => expect((await kindOf(open('of nobody').checkAccount(call))) === 'account', 'it was not'),
    },
    {
      title: 'a name of many scripts, exact bytes',
      async run() {
        const name = 'say "hi" 🎉 naïve #%?&.bin'
        const { source, stored } = await upload(name)
        const bytes = await readFile(join(root, group.id, name))
        expect(createHash('sha256').update(bytes).digest('hex') === (await source.digest('sha256')), 'other bytes')
        expect(stored.size === source.size, `size ${stored.size}`)
      },
    },
    {
      title: 'a second file of one name',
      async run() {
        await upload('twice.bin', 10)
        const { stored } = await upload('twice.bin', 20)
        expect(stored.size === 20, `size ${stored.size}`)
        expect((await readFile(join(root, group.id, 'twice.bin'))).length === 10, 'the first was written over')
      },
    },
    {
      title: 'found, alive, deleted, dead',
      async run() {
        const { source, stored } = await upload('found.bin')
        const { fileId, mirrorId, name, size } = source
        const file = { fileId, mirrorId, name, size, digests: {}, since: new Date() }
        expect((await host.find(file, { ...call, group }))?.id === stored.id, 'not found')
        expect((await host.check(stored, call)) === 'alive', 'not alive')
        await host.remove(stored, call)
        await host.remove(stored, call)
        expect((await host.check(stored, call)) === 'dead', 'not dead')
      },
    },
    {
      title: 'too large is heard while it is sent',
      async run() {
        expect((await kindOf(upload('large.bin', 64 * limit))) === 'rejected', 'it was not')
      },
    },
    {
      title: 'nothing unfinished is left',
      async run() {
        const left = (await readdir(join(root, group.id))).filter((name) => name.endsWith('.part'))
        expect(left.length === 0, left.join(', '))
      },
    },
    {
      title: knowsProperties
        ? 'a folder with files stays, an empty one goes'
        : 'a folder that nobody can look into stays',
      async run() {
        expect((await kindOf(host.group.remove?.(group, call) ?? Promise.resolve())) === 'rejected', 'it went')
        if (!knowsProperties) return
        const empty = await host.group.create(groupName(), call)
        await host.group.remove?.(empty, call)
        expect(!(await readdir(root)).includes(empty.id), 'it stayed')
      },
    },
  ]
}
