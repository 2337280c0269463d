// Numbers for Prometheus: `GET` with the bearer of CRON_SECRET.
import { answerMetrics } from '#server/pages/metrics.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => answerMetrics(request.headers)
