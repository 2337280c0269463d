// Sign-in and sessions, by next-auth.
import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '#server/auth/config.ts'
import { isSmallCall, refusedSignIn, tooLargeCall } from '#server/auth/refused-sign-in.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ nextauth: string[] }> }

async function handle(request: NextRequest, context: Params): Promise<Response> {
  const { headers } = request
  if (!isSmallCall(headers)) return tooLargeCall()
  const refusals: unknown[] = []
  const options = authOptions({ headers, onRefused: (refusal) => void refusals.push(refusal) })
  const answer: unknown = await NextAuth(request, context, options)
  if (refusals.length > 0) return refusedSignIn(headers, refusals[0])
  if (!(answer instanceof Response)) throw new Error('next-auth gave no answer')
  return answer
}

export { handle as GET, handle as POST }
