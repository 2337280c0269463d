'use client'
// Gives the pages their client: calls one by one over HTTP, subscriptions as server-sent events.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { httpLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { type ReactNode, useEffect, useState } from 'react'
import superjson from 'superjson'
import { isSilent, onAnswersChange } from './server-answers.ts'
import { silenceLink } from './silence-link.ts'
import { trpc } from './trpc.ts'

const URL = '/api/trpc'

function createClient() {
  return trpc.createClient({
    links: [
      silenceLink,
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url: URL, transformer: superjson }),
        // Not batched: the answer to "sign the next parts" must not wait for a slower call beside it.
        false: httpLink({ url: URL, transformer: superjson }),
      }),
    ],
  })
}

export function TrpcProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createClient)
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, refetchOnWindowFocus: false } } }),
  )
  // What could not be read while nobody answered is read again as soon as somebody does.
  useEffect(
    () =>
      onAnswersChange(() => {
        if (!isSilent()) void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
      }),
    [queries],
  )
  return (
    <trpc.Provider client={client} queryClient={queries}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </trpc.Provider>
  )
}
