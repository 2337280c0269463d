// Tries our requests on servers that Debian ships, and prints how each case went; see scripts/conformance.sh.
import process from 'node:process'
import { type Outcome, outcomesOf } from './cases.ts'
import { formCases, startPerl, startPhp } from './forms.ts'
import { endAll } from './process.ts'
import { davCases } from './webdav.ts'
import { startApache, startNginx } from './webdav-servers.ts'

const outcomes: Outcome[] = []
try {
  for (const start of [startApache, () => startNginx(true), () => startNginx(false)]) {
    const server = await start()
    outcomes.push(...(await outcomesOf(server.name, await davCases(server))))
  }
  const php = await startPhp()
  const phpForms = [
    ['YetiShare', 'upload_file'],
    ['Catbox', 'fileToUpload'],
    ['Pomf', 'files[]'],
  ] as const
  for (const [host, field] of phpForms) outcomes.push(...(await outcomesOf('PHP', formCases(php, host, field))))
  const perl = await startPerl()
  const perlForms = [
    ['XFileSharing', 'file_0'],
    ['1fichier', 'file[]'],
  ] as const
  for (const [host, field] of perlForms)
    outcomes.push(...(await outcomesOf('Perl CGI.pm', formCases(perl, host, field))))
} finally {
  endAll()
}

const rows = outcomes.map(({ server, title, failure }) => `| ${server} | ${title} | ${failure ?? 'passed'} |`)
process.stdout.write(['| server | case | |', '| --- | --- | --- |', ...rows, ''].join('\n'))
process.exitCode = outcomes.some(({ failure }) => failure !== null) ? 1 : 0
