// Which build this instance runs: version, commit, tag, when it was built, and on which Node it runs.
import { buildInfo } from '#server/pages/build-info.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = (): Response => Response.json(buildInfo(), { headers: { 'cache-control': 'no-store' } })
