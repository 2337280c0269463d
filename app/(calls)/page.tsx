// The start page: what may be uploaded and where to, then the dashboard.
import { Dashboard } from '#components/dashboard/dashboard.tsx'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { listHosts } from '#server/pages/hosts.ts'
import { limits } from '#server/pages/limits.ts'

// The hosts that are ready are not known before the instance runs.
export const dynamic = 'force-dynamic'

export default async function Page() {
  return (
    <ClientMessages parts={['dashboard', 'upload', 'fetch', 'picker', 'links', 'sharing']}>
      <Dashboard limits={limits()} hosts={await listHosts()} />
    </ClientMessages>
  )
}
