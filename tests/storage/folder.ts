// What lies in a storage's folder.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Names of the temporary files, which are there only while a body arrives. */
export const temporaryFiles = (directory: string): Promise<string[]> => readdir(join(directory, 'tmp'))

/** Names of the data files. */
export async function dataFiles(directory: string): Promise<string[]> {
  const entries = await readdir(join(directory, 'data'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}
