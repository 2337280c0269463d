'use client'
// What to tell somebody whose call failed, in the language of the page.
import { useTranslations } from 'next-intl'
import { useServerSentence } from '#components/messages/use-server-sentence.ts'
import { failureOfCall } from './failure-of-call.ts'

/** @returns what gives the sentence for an error of a call; it ends with a full stop */
export function useErrorSentence(): (error: unknown) => string {
  const t = useTranslations('errors')
  const translate = useServerSentence()
  return (error) => {
    const failure = failureOfCall(error)
    return 'sentence' in failure ? translate(failure.sentence) : t(failure.key)
  }
}
