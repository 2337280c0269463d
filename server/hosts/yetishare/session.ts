// The session of an account: opened once for all mirrors and instances, alive for an hour after its last use, and not asked for
// again within an hour of a login that was refused, since sites lock accounts out.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { numericId } from '#server/hosts/taken.ts'
import type { YetishareConfig } from './config.ts'
import { isLoginRefused, isSessionOver, refusalOf, stateOf, yetishareVerdict } from './errors.ts'

const opened = z
  .looseObject({ data: z.object({ access_token: z.string().regex(/^[\x21-\x7e]{1,512}$/), account_id: numericId }) })
  .refine((body) => stateOf(body) === 'success')

const session = z.object({ token: z.string(), accountId: z.string() })

/** What is remembered: a session, or until when nobody logs in. `owner` tells of whose credentials it is. */
const held = z.object({ owner: z.string(), session: session.nullable(), refusedUntil: z.number() })

export type Session = z.infer<typeof session>

const memoryKey = 'session'

/** How long nobody logs in after a refusal, in milliseconds. */
const lockOutMs = 3600_000

const ownerOf = ({ username, password }: YetishareConfig) =>
  createHash('sha256').update(`${username.reveal()}\n${password.reveal()}`).digest('hex')

const parse = (text: string) => held.parse(JSON.parse(text))

/** `POST /authorize`. Installs that work with keys say so by asking for `key1`; the two values are the keys then. */
async function authorize(config: YetishareConfig, { signal }: Call): Promise<Answer> {
  const { username, password } = config
  const ask = (first: string, second: string) =>
    config.http.call({
      method: 'POST',
      url: `${config.apiUrl}/authorize`,
      form: [
        [first, username.reveal()],
        [second, password.reveal()],
      ],
      reads: true,
      secrets: [username, password],
      signal,
    })
  const answer = await ask('username', 'password')
  return /\bkey1\b/.test(refusalOf(jsonOf(answer)) ?? '') ? ask('key1', 'key2') : answer
}

/** A refusal is remembered like a session, so that those who wait for this login do not try it too. */
async function logIn(config: YetishareConfig, call: Call): Promise<string> {
  const answer = await authorize(config, call)
  const owner = ownerOf(config)
  if (isLoginRefused(answer)) return JSON.stringify({ owner, session: null, refusedUntil: Date.now() + lockOutMs })
  const { data } = readJson(answer, opened, yetishareVerdict)
  const { access_token: token, account_id: accountId } = data
  return JSON.stringify({ owner, session: { token, accountId }, refusedUntil: 0 })
}

/** What is remembered, or what comes of a login in place of the `stale`, of another account's, or of a refusal that is old. */
async function remembered(config: YetishareConfig, call: Call, stale?: string): Promise<string> {
  const create = () => logIn(config, call)
  const known = await call.memory.getOrCreate(memoryKey, create, stale)
  const { owner, session, refusedUntil } = parse(known)
  const isOfUse = owner === ownerOf(config) && (session !== null || refusedUntil > Date.now())
  return isOfUse ? known : call.memory.getOrCreate(memoryKey, create, known)
}

/** @throws {HostError} `account` for a refusal */
function sessionIn(text: string): Session {
  const { session } = parse(text)
  if (!session) throw new HostError('account', 'does not accept the account, and is not asked again within the hour.')
  return session
}

/**
 * Asks something as the account. A session that is over is replaced, once, and asked again.
 * @returns the answer as it came
 * @throws {HostError} `account` when the login is refused, or was within the last hour
 */
export async function askAsAccount(
  config: YetishareConfig,
  call: Call,
  question: (session: Session) => Promise<Answer>,
): Promise<Answer> {
  const known = await remembered(config, call)
  const answer = await question(sessionIn(known))
  return isSessionOver(answer) ? question(sessionIn(await remembered(config, call, known))) : answer
}

/** The session for an upload, whose bytes can be sent once only. */
export const currentSession = async (config: YetishareConfig, call: Call): Promise<Session> =>
  sessionIn(await remembered(config, call))
