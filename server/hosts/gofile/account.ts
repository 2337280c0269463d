// Whose account uploads go to: the operator's, or one guest that all mirrors and instances share.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf } from '#server/hosts/http/json-reply.ts'
import { remoteId } from '#server/hosts/taken.ts'
import { type GofileConfig, read } from './api.ts'
import { envelopeStatus } from './errors.ts'

export type GofileAccount = { token: string; rootFolder: string }

const secretText = z.string().regex(/^[\x21-\x7e]{1,512}$/)
const made = z.object({ token: secretText, rootFolder: remoteId })
const identity = z.object({ id: remoteId })
const details = z.object({ rootFolder: remoteId })

const memoryKey = 'guest'

const parse = (text: string): GofileAccount => made.parse(JSON.parse(text))

/** `POST /accounts`: rare by design, since GoFile bans addresses that make many. */
async function makeGuest(config: GofileConfig, { signal }: Call): Promise<string> {
  const guest = await read(config, { method: 'POST', path: '/accounts', json: {}, token: null, signal }, made)
  return JSON.stringify(guest)
}

/** The operator's token with its root folder: `GET /accounts/getid`, then `GET /accounts/{id}`. */
async function ownAccount(config: GofileConfig, token: string, { signal }: Call): Promise<GofileAccount> {
  const { id } = await read(config, { method: 'GET', path: '/accounts/getid', token, signal }, identity)
  const { rootFolder } = await read(config, { method: 'GET', path: `/accounts/${id}`, token, signal }, details)
  return { token, rootFolder }
}

/**
 * Asks whether the token of this adapter is one, where it has any.
 * @throws {HostError} `account` when it is not
 */
export async function checkToken(config: GofileConfig, call: Call): Promise<void> {
  if (config.token) await ownAccount(config, config.token.reveal(), call)
}

/** How GoFile answers for a guest that it has purged for inactivity. */
const guestIsGone = (answer: Answer) => {
  const code = envelopeStatus(jsonOf(answer))
  if (code === null || code === 'ok') return answer.status === 401
  return /^error-(token|auth|accountId|notFound|owner|notOwner)$/i.test(code)
}

/**
 * Asks something as the account. A guest that was there before and is gone is replaced, once, and asked again.
 * @returns the answer as it came
 */
export async function askAsAccount(
  config: GofileConfig,
  call: Call,
  question: (account: GofileAccount) => Promise<Answer>,
): Promise<Answer> {
  if (config.token) return question(await ownAccount(config, config.token.reveal(), call))
  let fresh = false
  const create = () => {
    fresh = true
    return makeGuest(config, call)
  }
  const guest = await call.memory.getOrCreate(memoryKey, create)
  const answer = await question(parse(guest))
  if (fresh || !guestIsGone(answer)) return answer
  return question(parse(await call.memory.getOrCreate(memoryKey, create, guest)))
}

/**
 * The token that earlier uploads went with.
 * @throws {HostError} `account` when there is none
 */
export async function knownToken(config: GofileConfig, { memory }: Call): Promise<string> {
  if (config.token) return config.token.reveal()
  const guest = await memory.get(memoryKey)
  if (guest === null) throw new HostError('account', 'has no guest account of ours any more.')
  return parse(guest).token
}
