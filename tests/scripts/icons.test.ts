// The icons that are installed are those that `npm run icons` draws of the sign as it is now.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { drawIcons } from '#scripts/icons.ts'

const root = join(import.meta.dirname, '..', '..')

it('are drawn of the sign as it is', async () => {
  for (const [path, png] of await drawIcons()) expect((await readFile(join(root, path))).equals(png), path).toBe(true)
})
