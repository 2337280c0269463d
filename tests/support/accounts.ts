// People with a name and a password, as they become it: by a guest who registers.
import superjson from 'superjson'
import type { RouterInputs, RouterOutputs } from '#server/routers/root.ts'
import type { Api, Guest, Person } from './api.ts'

export type Named = Person & { id: Guest['id']; username: string; password: string }

/** The cookies that an answer sets, as a `Cookie` header. */
export const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ')

type Mutations = 'register' | 'changePassword' | 'endSessions' | 'delete' | 'update'

/** A call of which the whole answer is looked at, its headers included. */
export const post = <Name extends Mutations>(
  person: Person,
  name: Name,
  input: RouterInputs['account'][Name],
): Promise<Response> =>
  person.fetch(`/api/trpc/account.${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: superjson.stringify(input),
  })

export type Account = RouterOutputs['account']['me']

let made = 0

/** Registers a guest, a new one unless it is given, under a name that nobody else has. */
export async function register(api: Api, guest?: Guest): Promise<Named> {
  const before = guest ?? (await api.guest())
  made += 1
  const [username, password] = [`Person-${made}`, `the password of ${made}`]
  const answer = await post(before, 'register', { username, password })
  if (!answer.ok) throw new Error(`register answered ${answer.status}: ${await answer.text()}`)
  return { ...api.person(cookiesOf(answer)), id: before.id, username, password }
}
