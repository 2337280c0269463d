// The walls between folders: each import that they forbid is an error, and its lawful twin in the same file is not.
import { expect, test } from 'vitest'
import { lint } from './linted.ts'

/** In `from`, `forbidden` is an error and `allowed` is none; a `type ` before a path imports types alone. */
type Wall = { what: string; from: string; forbidden: string; allowed: string }

const wall = (what: string, from: string, twins: [forbidden: string, allowed: string]): Wall => ({
  what,
  from,
  forbidden: twins[0],
  allowed: twins[1],
})

const registry = 'server/hosts/registry.ts'
const walls: Wall[] = [
  wall('a page asks the server, not the database', 'app/mirror/[id]/page.tsx', ['#db/connection.ts', '#server/env.ts']),
  wall('a page knows no queue', 'app/api/mirror/run/route.ts', ['pg-boss', '#server/jobs/queue.ts']),
  wall('a component runs none of the server', 'components/ui/view.ts', [
    '#server/ids.ts',
    'type #server/routers/root.ts',
  ]),
  wall('a component runs in a browser', 'components/ui/button.tsx', ['node:fs', 'react']),
  wall('the schema knows no queries', 'db/schema/files.ts', ['#server/queries/files.ts', '#server/ids.ts']),
  wall('the server knows no component', 'server/queries/files.ts', ['#components/fan/fan.tsx', '#db/connection.ts']),
  wall('the server knows no React', 'server/queries/users.ts', ['react', 'drizzle-orm']),
  wall('a query knows no host', 'server/queries/mirrors.ts', [`#${registry}`, '#server/queries/system/work.ts']),
  wall('a router has an owner', 'server/routers/mirror/get.ts', [
    '#server/queries/system/work.ts',
    '#server/queries/files.ts',
  ]),
  wall('a router knows no single host', 'server/routers/mirror/hosts.ts', ['#server/hosts/gofile.ts', `#${registry}`]),
  wall('a router leaves SQL to queries', 'server/routers/history/list.ts', [
    'drizzle-orm',
    '#server/queries/mirrors.ts',
  ]),
  wall('a router queues, others work', 'server/routers/mirror/start.ts', [
    '#server/jobs/mirror-file.ts',
    '#server/jobs/queue.ts',
  ]),
  wall('the engine knows no single host', 'server/mirroring/run.ts', [
    '#server/hosts/bunkr.ts',
    '#server/hosts/host.ts',
  ]),
  wall('the engine is given its hosts', 'server/mirroring/source.ts', [`#${registry}`, '#server/hosts/errors.ts']),
  wall('the engine knows no owner', 'server/mirroring/attempt.ts', [
    '#server/queries/files.ts',
    '#server/queries/system/work.ts',
  ]),
  wall('an adapter knows no database', 'server/hosts/gofile.ts', ['#db/connection.ts', '#server/ids.ts']),
  wall('an adapter reads no environment', 'server/hosts/gofile/account.ts', [
    '#server/env.ts',
    '#server/hosts/errors.ts',
  ]),
  wall('an adapter does not log', 'server/hosts/bunkr.ts', ['#server/log.ts', '#server/hosts/host.ts']),
  wall('the registry reads it for them', registry, ['#server/queries/files.ts', '#server/env.ts']),
  wall('the catalogue is given it', 'server/hosts/catalogue.ts', ['#server/env.ts', '#server/hosts/variables.ts']),
  wall('one folder has the queue library', 'server/storage/objects.ts', ['pg-boss', '@aws-sdk/client-s3']),
  wall('one folder has the storage client', 'server/jobs/sweep.ts', [
    '@aws-sdk/client-s3',
    '#server/storage/objects.ts',
  ]),
  wall('what is counted has its names in one file', 'server/mirroring/counts.ts', [
    'prom-client',
    '#server/metrics.ts',
  ]),
  wall('a page asks for the health of the queue, not for jobs', 'server/pages/jobs.ts', [
    '#server/jobs/queue.ts',
    '#server/jobs/queue-health.ts',
  ]),
  wall('an embedded server stands alone', 'server/embedded/storage/data/row.ts', [
    '#server/queries/files.ts',
    '#server/ids.ts',
  ]),
  wall('a new folder gets the ground alone', 'server/brand-new/idea.ts', [
    '#server/queries/files.ts',
    '#server/errors.ts',
  ]),
  wall('a new folder climbs over no wall', 'server/brand-new/more.ts', ['../queries/files.ts', './idea.ts']),
  wall('a relative path stays below its wall', 'server/hosts/gofile/api.ts', ['../../env.ts', '../errors.ts']),
  wall('nor does a short one climb over it', 'server/queries/history.ts', ['../trpc/init.ts', './files.ts']),
]

const line = (path: string, name: string) =>
  path.startsWith('type ')
    ? `import type { ${name} } from '${path.slice(5)}'\nexport type { ${name} }\n`
    : `import { ${name} } from '${path}'\nexport { ${name} }\n`

const found = lint(
  Object.fromEntries(
    walls.map(({ from, forbidden, allowed }) => [from, line(forbidden, 'One') + line(allowed, 'Other')]),
  ),
)

test.each(walls)('$what: $from', async ({ from, forbidden }) => {
  const restricted = (await found).get(from)?.filter((error) => error.includes('no-restricted-imports'))
  expect(restricted).toEqual([expect.stringContaining(`'${forbidden}' import is restricted`)])
})
