// All links of a mirror as text.
import { linksText, mirrorText } from '#server/pages/mirror-text.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ id: string }> }

export const GET = async (_request: Request, { params }: Params): Promise<Response> =>
  mirrorText((await params).id, linksText)
