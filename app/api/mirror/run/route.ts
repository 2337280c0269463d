// The worker's door: `POST` with the bearer of CRON_SECRET, by this instance's own timer or any cron outside.
import { runWork } from '#server/jobs/run-request.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> => runWork(request)
