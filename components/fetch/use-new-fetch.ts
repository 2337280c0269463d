'use client'
// Addresses become a mirror whose files the server fetches; what is wrong with some of them stands beside their lines.
import { isTRPCClientError } from '@trpc/client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { openMirror } from '#components/dashboard/open-mirrors.ts'
import type { Translate } from '#components/messages/sentences.ts'
import { useServerSentence } from '#components/messages/use-server-sentence.ts'
import { asSomebody } from '#components/session/as-somebody.ts'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import type { CreatedMirror } from '#components/upload/upload-api.ts'
import type { AppRouter } from '#server/routers/root.ts'
import { type AddressLine, faultOf, type LineFault, linesOf } from './address-lines.ts'
import { FetchSession } from './fetch-session.ts'

/** What keeps addresses from being fetched: some of them, or all for one reason. */
export type FetchFault = { lines: readonly LineFault[]; whole: string | null }

const none: FetchFault = { lines: [], whole: null }

/** The server names each file by its place, as `files.2`. */
function faultsOf(error: unknown, lines: readonly AddressLine[], translate: Translate): LineFault[] {
  const fields = isTRPCClientError<AppRouter>(error) ? (error.data?.zodError?.fieldErrors ?? {}) : {}
  return lines.flatMap(({ line }, place) => {
    const sentence = fields[`files.${place}`]?.[0]
    return sentence === undefined ? [] : [{ line, sentence: translate(sentence) }]
  })
}

export type NewFetch = {
  busy: boolean
  fault: FetchFault
  forgive: () => void
  /** Resolves with whether a mirror was made and opened. */
  begin: (text: string) => Promise<boolean>
}

export function useNewFetch(): NewFetch {
  const t = useTranslations('fetch')
  const errorSentence = useErrorSentence()
  const translate = useServerSentence()
  const { client } = trpc.useUtils()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState(none)

  const open = (mirror: CreatedMirror) => {
    const [first] = mirror.files
    const more = mirror.files.length - 1
    const name = first?.name ?? ''
    const fetches = new FetchSession(client, mirror)
    openMirror({ mirror, title: more > 0 ? t('several', { name, count: more }) : name, uploads: fetches, fetches })
  }

  const begin = async (text: string) => {
    const lines = linesOf(text)
    const wrong = lines.flatMap(({ line, url }) => {
      const key = faultOf(url)
      return key === null ? [] : [{ line, sentence: t(key) }]
    })
    setFault({ lines: wrong, whole: null })
    if (wrong.length > 0) return false
    setBusy(true)
    try {
      open(await asSomebody(() => client.mirror.create.mutate({ files: lines.map(({ url }) => ({ url })) })))
      return true
    } catch (error) {
      const found = faultsOf(error, lines, translate)
      const whole = found.length > 0 ? null : t('nothingFetched', { sentence: errorSentence(error) })
      setFault({ lines: found, whole })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, fault, forgive: () => setFault(none), begin }
}
