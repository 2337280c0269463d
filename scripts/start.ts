// `npm start`: builds when there is no build of these sources, then becomes the server.
import { buildApplication, isBuilt } from './application-build.ts'

if (!(await isBuilt())) {
  console.error('Building EasyMirror: this is done once, and again when its sources change.')
  if (!(await buildApplication('quiet'))) process.exit(1)
}
// In this process, so that a signal to it ends the product and not a parent of it.
await import('#server/main.ts')
