// Which files of the project the server entry needs: found by following its imports.
import { readFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { join, relative } from 'node:path'
import { nodeFileTrace } from '@vercel/nft'

const root = join(import.meta.dirname, '..')
const require = createRequire(import.meta.url)

/** What is run, and what a library loads by a name that is put together while it runs. */
const seeds = [
  join(root, 'server', 'main.ts'),
  // The storage alone, which an image can be told to run.
  join(root, 'server', 'embedded', 'storage', 'main.ts'),
  // What an operator runs beside the server.
  join(root, 'scripts', 'admin.ts'),
  // rate-limiter-flexible takes its operators from here.
  require.resolve('drizzle-orm'),
]

/** Next brings its own list of files with the build, which is shorter. */
const notTraced = ['node_modules/next/**', 'node_modules/react/**', 'node_modules/react-dom/**', '.next/**']

/**
 * The files that `server/main.ts` needs, relative to the project, without those of Next.
 * @throws {Error} when an import leads nowhere
 */
export async function traceServer(): Promise<string[]> {
  const { fileList, warnings } = await nodeFileTrace(seeds, {
    base: root,
    processCwd: root,
    ignore: notTraced,
    readFile: async (path) => {
      const text = await readFile(path, 'utf8').catch(() => null)
      return text !== null && path.endsWith('.ts') && !path.includes('node_modules') ? stripTypeScriptTypes(text) : text
    },
  })
  const ours = [...warnings].filter(({ message }) => message.includes(relative(process.cwd(), join(root, 'server'))))
  if (ours.length > 0) throw new AggregateError(ours, 'The imports of the server could not be followed.')
  return [...fileList].filter((path) => !path.endsWith('.d.ts')).toSorted()
}
