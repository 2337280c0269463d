// The frame of pages that call the server from the browser. The others, a share page above all, are spared what that takes.
import type { ReactNode } from 'react'
import { TrpcProvider } from '#components/trpc/trpc-provider.tsx'

export default function CallsLayout({ children }: { children: ReactNode }) {
  return <TrpcProvider>{children}</TrpcProvider>
}
