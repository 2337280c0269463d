// Sign-in and sessions, by next-auth.
import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '#server/auth/config.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ nextauth: string[] }> }

const handle = (request: NextRequest, context: Params): Promise<Response> =>
  NextAuth(request, context, authOptions(request.headers))

export { handle as GET, handle as POST }
