// All that is the visitor's, as one file of JSON: `GET` in a browser's session.
import { answerAccountExport } from '#server/pages/account-export.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => answerAccountExport(request.headers)
