'use client'
// What is wrong with a form that was sent, in the language of the page.
import { useTranslations } from 'next-intl'
import { useServerSentence } from '#components/messages/use-server-sentence.ts'
import { isAnswered } from '#components/trpc/failure-of-call.ts'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { fieldErrorsOf, FormError, type FormFailure } from './form-failure.ts'

/** A call that got no answer, and what `fetch` throws in that case. */
const isSilence = (error: unknown): boolean => error instanceof TypeError || !isAnswered(error)

/** @returns what sorts an error; `shown` are the names of the fields that the form has: what is wrong with another is said about the whole */
export function useFormFailure(): (error: unknown, shown?: ReadonlySet<string>) => FormFailure {
  const t = useTranslations('account.form')
  const translate = useServerSentence()
  const errorSentence = useErrorSentence()
  return (error, shown = new Set()) => {
    if (error instanceof FormError) {
      const { sentence, fields } = error.failure
      return { sentence: sentence === null ? null : translate(sentence), fields }
    }
    const fields = Object.entries(fieldErrorsOf(error, shown))
    if (fields.length > 0)
      return {
        sentence: null,
        fields: Object.fromEntries(fields.map(([name, sentences]) => [name, sentences.map(translate)])),
      }
    return { sentence: isSilence(error) ? t('silent') : errorSentence(error), fields: {} }
  }
}
