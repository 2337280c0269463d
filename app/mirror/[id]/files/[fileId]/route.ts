// The download of a copy that this server keeps.
import { answerDownload } from '#server/pages/local-copy.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ id: string; fileId: string }> }

export const GET = async (request: Request, { params }: Params): Promise<Response> =>
  answerDownload(await params, request.headers)
