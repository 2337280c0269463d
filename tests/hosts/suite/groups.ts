// Groups: made before the files or after them, with a link that shows what is in them, and found after a lost reply.
import { describe, expect, test } from 'vitest'
import type { Group, GroupName, Host } from '#server/hosts/host.ts'
import { lacking } from './lacking.ts'
import { hostFailureOf } from './outcomes.ts'
import { callOf, groupName, type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

const first = { size: 10, name: 'first.bin' }
const second = { size: 20, name: 'second.bin' }

/** A group with two files in it, made in the host's own order. */
async function groupOfTwo(stand: Stand, name: GroupName): Promise<{ group: Group; url: string | null }> {
  const { group } = stand.host
  if (group?.when === 'before') {
    const made = await group.create(name, callOf(stand))
    await send(stand, testSource(first), { group: made })
    const { groupUrl } = await send(stand, testSource(second), { group: made })
    return { group: made, url: made.url ?? groupUrl ?? null }
  }
  if (!group) throw new Error('The host has no groups.')
  const stored = [await send(stand, testSource(first)), await send(stand, testSource(second))]
  const files = [first, second].map(({ name: fileName }, at) => ({ id: stored[at]?.id ?? '', name: fileName }))
  const made = await group.save({ group: null, name, files }, callOf(stand))
  return { group: made, url: made.url }
}

/** Makes a group, however the host does it. */
async function make(stand: Stand, name: GroupName): Promise<Group> {
  const { group } = stand.host
  if (group?.when === 'before') return group.create(name, callOf(stand))
  const { id } = await send(stand, testSource(first))
  if (!group) throw new Error('The host has no groups.')
  return group.save({ group: null, name, files: [{ id, name: first.name }] }, callOf(stand))
}

const findOf = ({ group }: Host) => group?.find

export const groups = ({ lacks }: Subject, { usual }: { usual: () => Stand }) =>
  describe('a group', () => {
    if (lacks.group) {
      lacking('is not made here', lacks.group, () => expect(usual().host.group).toBeUndefined())
      return
    }

    test('has a link that shows every file', async () => {
      const { group, url } = await groupOfTwo(usual(), groupName())
      expect(usual().simulator.groups).toMatchObject([{ id: group.id }])
      expect(usual().simulator.groups[0]?.files).toHaveLength(2)
      const page = await (await fetch(url ?? '')).text()
      expect(page).toContain(first.name)
      expect(page).toContain(second.name)
    })

    test('takes twenty files at once and stays one', async () => {
      const stand = usual()
      const { group } = stand.host
      const made = group?.when === 'before' ? await group.create(groupName(), callOf(stand)) : null
      const sources = Array.from({ length: 20 }, (_, at) => testSource({ size: 1000 + at, name: `${at}.bin` }))
      const stored = await Promise.all(sources.map((source) => send(stand, source, { group: made })))
      if (group?.when === 'after') {
        const files = stored.map(({ id }, at) => ({ id, name: `${at}.bin` }))
        await group.save({ group: null, name: groupName(), files }, callOf(stand))
      }
      expect(stand.simulator.groups).toHaveLength(1)
      expect(stand.simulator.groups[0]?.files).toHaveLength(20)
    })

    test('has a name that is ours, whatever the title', async () => {
      const title = `<b>"Ünï" & 'co'</b>\n${'long '.repeat(100)}`
      const name = groupName(title)
      await make(usual(), name)
      expect(usual().simulator.groups.map((group) => group.name.includes(`(${name.mark})`))).toEqual([true])
    })

    test('that the host refuses to make is an error', async () => {
      usual().simulator.fail({ kind: 'status', status: 500, on: 'group' })
      expect(await hostFailureOf(usual(), make(usual(), groupName()))).toMatchObject({ kind: 'retry' })
      expect(usual().simulator.groups).toEqual([])
    })

    if (lacks['find group']) {
      lacking('cannot be found after a lost reply', lacks['find group'], () =>
        expect(findOf(usual().host)).toBeUndefined(),
      )
      return
    }

    test('is found after a lost reply, and no other is taken for it', async () => {
      const stand = usual()
      await make(stand, groupName())
      const name = groupName()
      stand.simulator.fail({ kind: 'no-reply', stored: true, on: 'group' })
      expect(await hostFailureOf(stand, make(stand, name))).toMatchObject({ kind: 'unknown' })
      const id = stand.simulator.groups.find((group) => group.name.includes(name.mark))?.id
      const found = await findOf(stand.host)?.(name, callOf(stand))
      expect(found?.id).toBe(id)
      expect(await (await fetch(found?.url ?? '')).text()).toContain(name.mark)
      expect(await findOf(stand.host)?.(groupName(), callOf(stand))).toBeNull()
    })
  })
