// The Dockerfile as data: its stages, what each of them takes, and what the image runs.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const path = join(import.meta.dirname, '..', '..', 'Dockerfile')
const words = z.array(z.string()).min(1)

export type Instruction = { name: string; rest: string; stage: string }

/** Every instruction on one line, without comments. */
export async function readDockerfile(): Promise<Instruction[]> {
  const text = (await readFile(path, 'utf8')).replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, '')
  let stage = ''
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? []
      if (name === 'FROM') stage = /\sAS\s+(\S+)$/i.exec(rest)?.[1] ?? rest
      return { name, rest, stage }
    })
}

/** What the image runs, and asks itself, as the words of a command line; both must be in exec form, which signals reach. */
export async function imageOf(): Promise<{ command: string[]; health: string[] }> {
  const instructions = await readDockerfile()
  const last = (name: string) => instructions.findLast((instruction) => instruction.name === name)?.rest ?? ''
  const command = words.parse(JSON.parse(last('CMD')))
  const health = words.parse(JSON.parse(last('HEALTHCHECK').replace(/^.*?CMD\s+/, '')))
  return { command, health }
}
