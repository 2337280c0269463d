// The patience of a lolisafe server: requests per second and address, and a lock-out after too many wrong tokens.
import type { Exchange } from './exchange.ts'
import { lolisafeStatus, refuse } from './lolisafe-replies.ts'
import type { Reply } from './reply.ts'

const wrongTokensAllowed = 6

export class LolisafeLimits {
  readonly #perSecond: number | null
  readonly #recent = new Map<string, number[]>()
  readonly #wrongTokens = new Map<string, number>()

  constructor(perSecond: number | null) {
    this.#perSecond = perSecond
  }

  clear(): void {
    this.#recent.clear()
    this.#wrongTokens.clear()
  }

  /**
   * The refusal of a request to the API, or the headers of its answer: those that are let through carry Retry-After,
   * in fractions of a second, and those that are not don't.
   */
  gate({ ip, path, headers }: Exchange): { refusal?: Reply; headers?: Record<string, string> } {
    if (!path.startsWith('/api/')) return {}
    if (headers['token'] !== undefined && this.isLockedOut(ip))
      return { refusal: refuse('Too many auth failures. Try again in a while.', 429) }
    const now = performance.now()
    const recent = (this.#recent.get(ip) ?? []).filter((at) => now - at < 1000)
    const limit = this.#perSecond ?? Number.POSITIVE_INFINITY
    if (recent.length >= limit) return { refusal: lolisafeStatus(429) }
    recent.push(now)
    this.#recent.set(ip, recent)
    const wait = (1000 - (now - (recent[0] ?? now))) / 1000
    return { headers: { 'retry-after': wait.toFixed(3), 'x-ratelimit-limit': String(limit) } }
  }

  wrongToken(ip: string): void {
    this.#wrongTokens.set(ip, (this.#wrongTokens.get(ip) ?? 0) + 1)
  }

  isLockedOut(ip: string): boolean {
    return (this.#wrongTokens.get(ip) ?? 0) >= wrongTokensAllowed
  }
}
