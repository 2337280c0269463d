// `npm run build`: makes the build that `npm start` serves; with `--if-changed` not when it is there already.
import { buildApplication, hasBuild } from './application-build.ts'

const isWanted = !process.argv.includes('--if-changed') || !(await hasBuild())
if (isWanted && !(await buildApplication('shown'))) process.exitCode = 1
