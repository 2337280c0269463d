// The password of a mirror, as the form of its page sends it.
import { answerUnlock } from '#server/pages/unlock.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ id: string }> }

export const POST = async (request: Request, { params }: Params): Promise<Response> =>
  answerUnlock(request, (await params).id)
