// Cyberfile's one account: it is opened with a user and a password (or two keys) and gives tokens that age when nobody uses them.
import { randomBytes } from 'node:crypto'
import { type Fail, succeeded } from './cyberfile-replies.ts'
import type { Exchange } from './exchange.ts'
import type { Reply } from './reply.ts'

export type AccountRules = {
  username: string
  password: string
  /** Whether this installation asks for `key1` and `key2`, of 64 characters each, in place of user and password. */
  wantsKeys: boolean
  /** How long a token lives after its last use, in ms. */
  tokenMs: number
  /** How many calls a token serves. */
  tokenUses: number
  /** Wrong logins of one address, after which right ones are refused too. */
  wrongLogins: number
  fail: Fail
}

export const accountId = '158642'

/** A call with its parameters, wherever they came from. */
export type Call = (given: URLSearchParams, exchange: Exchange) => Promise<Reply> | Reply

export class CyberfileAccounts {
  readonly #rules: AccountRules
  readonly #tokens = new Map<string, { usedAt: number; uses: number }>()
  readonly #wrong = new Map<string, number>()

  constructor(rules: AccountRules) {
    this.#rules = rules
  }

  /** Forgets who was locked out. */
  clear(): void {
    this.#wrong.clear()
  }

  readonly authorize: Call = (given, { ip }) => {
    const { wantsKeys, username, password, wrongLogins, fail } = this.#rules
    const names = wantsKeys ? (['key1', 'key2'] as const) : (['username', 'password'] as const)
    const missing = names.find((name) => !given.get(name))
    if (missing) return fail(`Please provide the ${missing} param.`)
    if (wantsKeys && names.some((name) => given.get(name)?.length !== 64))
      return fail('The key1 and key2 params should be 64 characters each.')
    const wrong = this.#wrong.get(ip) ?? 0
    if (wrong >= wrongLogins || given.get(names[0]) !== username || given.get(names[1]) !== password) {
      this.#wrong.set(ip, wrong + 1)
      return fail(
        'Could not authenticate user. The username and password may be invalid or your account may be locked.',
      )
    }
    const token = randomBytes(64).toString('hex')
    this.#tokens.set(token, { usedAt: Date.now(), uses: 0 })
    return succeeded('', { data: { access_token: token, account_id: accountId } })
  }

  readonly disable: Call = (given) => {
    this.#tokens.delete(given.get('access_token') ?? '')
    return succeeded('Token removed.')
  }

  /** The refusal of a call, or null where its token and account go together. */
  refusal(given: URLSearchParams): Reply | null {
    const { tokenMs, tokenUses, fail } = this.#rules
    const missing = ['access_token', 'account_id'].find((name) => !given.get(name))
    if (missing) return fail(`Please provide the ${missing} param.`)
    const token = this.#tokens.get(given.get('access_token') ?? '')
    const now = Date.now()
    const isAlive = token && now - token.usedAt <= tokenMs && token.uses < tokenUses
    if (!isAlive || given.get('account_id') !== accountId)
      return fail('Could not validate access_token and account_id, please reauthenticate or try again.')
    token.usedAt = now
    token.uses += 1
    return null
  }
}

/** Parameters as PHP reads them: a form of either kind, or the query of a GET. */
export async function parametersOf(exchange: Exchange): Promise<URLSearchParams> {
  if (exchange.method === 'GET') return exchange.query
  const type = exchange.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return exchange.form()
  const form = await new Response(await exchange.text(), { headers: { 'content-type': type } }).formData()
  return new URLSearchParams([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}

export type Package = { maxUploadSize: number; canUpload: boolean }

/** What the account may do; all numbers are texts, and 0 is no limit. */
export const packageReply = ({ maxUploadSize, canUpload }: Package): Reply =>
  succeeded('', {
    data: {
      id: '2',
      label: 'Registered',
      max_upload_size: String(maxUploadSize),
      can_upload: canUpload ? '1' : '0',
      concurrent_uploads: '5',
      days_to_keep_inactive_files: '60',
      max_storage_bytes: '0',
    },
  })
