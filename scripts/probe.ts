// `npm run probe -- <host>`: sends a small random file to the real host with the operator's account, looks whether its link lives,
// deletes it, and tells each step. For the day on which a host has changed something. `--keep` leaves the file there.
import { parseArgs } from 'node:util'
import { readEnvironment } from '#server/env.ts'
import { createCatalogue } from '#server/hosts/catalogue.ts'
import type { CatalogueEntry } from '#server/hosts/host.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { HostsFileFault } from '#server/hosts/hosts-file.ts'
import { configuredHosts, ownStorage } from '#server/hosts/registry.ts'
import { probeHost } from './probe/steps.ts'
import { tell } from './probe/tell.ts'

const DEFAULT_BYTES = 64 * 1024

const usage = 'Usage: npm run probe -- <host> [--size <bytes>] [--keep]'

function fail(...lines: string[]): never {
  for (const line of lines) console.error(line)
  process.exit(1)
}

/** What was asked for, or the end with a line that says what can be. */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { size: { type: 'string' }, keep: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const size = values.size === undefined ? DEFAULT_BYTES : Number(values.size)
    if (positionals.length === 1 && positionals[0] && Number.isSafeInteger(size) && size > 0)
      return { id: positionals[0], size, keep: values.keep }
  } catch {
    // The usage below says it better.
  }
  return fail(usage)
}

function readCatalogue(): readonly CatalogueEntry[] {
  const read = readEnvironment()
  if ('faults' in read) return fail(...read.faults.map(({ variable, message }) => `${variable}: ${message}`))
  const { HOST_IDLE_SECONDS, HOST_REPLY_SECONDS } = read.environment
  const http = createHostHttp({ idleMs: HOST_IDLE_SECONDS * 1000, replyMs: HOST_REPLY_SECONDS * 1000 })
  try {
    const configured = configuredHosts(read.environment)
    return createCatalogue(read.environment, { http, storage: ownStorage, configured })
  } catch (error) {
    if (error instanceof HostsFileFault) return fail(`HOSTS_FILE: ${error.message}`)
    throw error
  }
}

const { id, size, keep } = readArguments()
const entries = readCatalogue().filter(({ host }) => host.id !== 'local')
const entry = entries.find(({ host }) => host.id === id)
if (!entry) fail(`There is no host "${id}". There are: ${entries.map(({ host }) => host.id).join(', ')}.`)
if (!entry.enabled) fail(`${entry.host.name} is not ready: ${entry.reason}`)

let failed = false
console.log(`${entry.host.name}, a file of ${size} bytes`)
for await (const step of probeHost(entry.host, { size, keep, signal: new AbortController().signal })) {
  failed ||= step.outcome === 'failed'
  console.log(tell(step))
}
process.exit(failed ? 1 : 0)
