// The checksums of a mirror's files, for `sha256sum -c SHA256SUMS` in the folder that they were downloaded to.
import { checksumsText, mirrorText } from '#server/pages/mirror-text.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ id: string }> }

export const GET = async (_request: Request, { params }: Params): Promise<Response> =>
  mirrorText((await params).id, checksumsText)
