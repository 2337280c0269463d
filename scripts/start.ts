// `npm start`: builds when there is no build of these sources, then becomes the server.
import { ensureBuild } from './application-build.ts'

if (!(await ensureBuild())) process.exit(1)
// In this process, so that a signal to it ends the product and not a parent of it.
await import('#server/main.ts')
