// `npm run build`: makes the build that `npm start` serves.
import { buildApplication } from './application-build.ts'

if (!(await buildApplication('shown'))) process.exitCode = 1
