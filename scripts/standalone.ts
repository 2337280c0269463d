// `npm run build:standalone`: the build, and `.next/product`, a folder that runs alone: `node server/main.ts` in it.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureBuild } from './application-build.ts'
import { makeStandalone } from './standalone-folder.ts'

const target = join(import.meta.dirname, '..', '.next', 'product')

if (!(await ensureBuild())) process.exit(1)
await rm(target, { recursive: true, force: true })
await makeStandalone(target)
console.log(`The folder that runs alone is ${target}`)
