// Sources that are not in the project, linted under its own rules: who breaks which rule.
import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const root = join(import.meta.dirname, '..', '..')

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({ code: z.string().optional(), message: z.string(), help: z.string().nullish(), filename: z.string() }),
  ),
})

/**
 * Lays the sources out as in the project, and gives by path what the lint says of each: rules with their messages.
 * @throws {Error} when the lint itself does not run
 */
export async function lint(sources: Record<string, string>): Promise<Map<string, string[]>> {
  const folder = await temporaryFolder()
  // Globs of a configuration count from its folder, so the project's own is taken into this one.
  const config = `export { default } from ${JSON.stringify(join(root, 'oxlint.config.ts'))}\n`
  const own = {
    'oxlint.config.ts': config,
    'tsconfig.json': await readFile(join(root, 'tsconfig.json'), 'utf8'),
    'package.json': await readFile(join(root, 'package.json'), 'utf8'),
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [path, text] of Object.entries({ ...own, ...sources })) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const report = reportSchema.parse(JSON.parse(await run(folder, Object.keys(sources))))
  const found = new Map(Object.keys(sources).map((path): [string, string[]] => [path, []]))
  for (const { filename, code = '', message, help } of report.diagnostics)
    found.get(filename)?.push(`${code}: ${message} ${help ?? ''}`)
  return found
}

const run = (cwd: string, paths: string[]) =>
  new Promise<string>((resolve, reject) => {
    const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint')
    execFile(process.execPath, [oxlint, '-f', 'json', ...paths], { cwd }, (error, stdout, stderr) => {
      // Status 1 says that something was found.
      if (error && error.code !== 1) reject(new Error(`oxlint ended with ${error.code}: ${stdout}${stderr}`))
      else resolve(stdout)
    })
  })
