// What a sentence means that a host says in place of a link, for hosts that have no codes for it.
import { HostError, type HostErrorKind } from './errors.ts'

type Meaning = { words: RegExp; kind: HostErrorKind; sentence: string }

const meanings: readonly Meaning[] = [
  {
    words: /rate.?limit|too many (requests|uploads)|slow down|wait \d+|try again/i,
    kind: 'retry',
    sentence: 'is being asked too often.',
  },
  {
    words: /internal (server )?error|temporar|maintenance|unavailable|overload/i,
    kind: 'retry',
    sentence: 'had a fault of its own.',
  },
  {
    words: /too (large|big)|(size|quota).{0,20}exceed|exceed.{0,30}(size|limit)/i,
    kind: 'rejected',
    sentence: 'says that the file is too large.',
  },
  {
    words: /(user ?hash|api.?key|token|credential|password|log(ged)? ?in|unauthori[sz]ed|authenticat)/i,
    kind: 'account',
    sentence: 'does not accept the account.',
  },
  {
    words: /(file ?)?(type|extension|format)\b.{0,40}(not|in)|(not|in)valid.{0,20}(type|extension|format)/i,
    kind: 'rejected',
    sentence: 'does not take this type of file.',
  },
]

/** How long to stay away by such a sentence ("wait 30 seconds"), in milliseconds, or undefined. At most ten minutes. */
function waitIn(words: string): number | undefined {
  const seconds = /wait (\d{1,6}) ?s/i.exec(words)?.[1]
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1000, 600_000)
}

/** @param otherwise the kind of a sentence that nobody has seen before */
export function errorInWords(words: string, otherwise: HostErrorKind, cause: Error): HostError {
  const meaning = meanings.find((one) => one.words.test(words))
  const { kind, sentence } = meaning ?? { kind: otherwise, sentence: 'refused without a reason that is known.' }
  const afterMs = kind === 'retry' ? waitIn(words) : undefined
  return new HostError(kind, sentence, afterMs === undefined ? { cause } : { cause, afterMs })
}
