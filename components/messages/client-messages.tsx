// The words that components in the browser say: those of their own part of the pages, and those that all share.
import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Part } from './messages.ts'

/** Shared by all pages. */
const everywhere: readonly Part[] = ['common', 'states', 'errors', 'shell']

/** @param parts what is said in `children` beyond what is said on every page; the rest of the words is not sent */
export async function ClientMessages({ parts, children }: { parts: readonly Part[]; children: ReactNode }) {
  const messages = await getMessages()
  const wanted = [...everywhere, ...parts]
  return (
    <NextIntlClientProvider messages={Object.fromEntries(wanted.map((part) => [part, messages[part]]))}>
      {children}
    </NextIntlClientProvider>
  )
}
