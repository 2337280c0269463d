// A report of a mirror, as the form of its page sends it.
import { answerReport } from '#server/pages/report.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ id: string }> }

export const POST = async (request: Request, { params }: Params): Promise<Response> =>
  answerReport(request, (await params).id)
