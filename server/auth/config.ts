// next-auth's configuration: who can sign in and how long a session lives.
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { database } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { createGuest } from '#server/queries/users.ts'
import { SESSION_SECONDS } from './session-token.ts'

/** Built at each call, since the environment is complete only once the server runs. */
export const authOptions = (): NextAuthOptions => ({
  secret: env().AUTH_SECRET.reveal(),
  session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
  providers: [
    CredentialsProvider({
      id: 'guest',
      name: 'Guest',
      credentials: {},
      authorize: async () => ({ id: await createGuest(database()) }),
    }),
  ],
})
