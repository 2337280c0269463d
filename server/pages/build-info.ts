// Which build this instance runs.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { processWide } from '#server/process-wide.ts'

const text = z.string().nullable()
const schema = z.object({ app_version: text, build_time: text, commit_hash: text, git_tag: text })

export type BuildInfo = z.infer<typeof schema> & { node_version: string }

const nothing = { app_version: null, build_time: null, commit_hash: null, git_tag: null }
const held = () => processWide('build-info', () => ({ built: nothing as z.infer<typeof schema> }))

/**
 * Reads what the build left beside itself. The server entry does so once at the start, since the application, which Next
 * has packed up, does not know where it lies.
 * @param root the folder of the project
 * @param dev there is no build: the version is all that is known
 * @throws when a build has no such note, or one that is no note
 */
export async function loadBuildInfo(root: string, dev: boolean): Promise<void> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(root, name), 'utf8'))
  const { version } = z.object({ version: z.string() }).parse(await read('package.json'))
  held().built = dev ? { ...nothing, app_version: version } : schema.parse(await read('.next/easymirror-build.json'))
}

/** What is known of the build; null what is not. */
export const buildInfo = (): BuildInfo => ({ ...held().built, node_version: process.version })
