// Every host with what people need to decide by.
import type { Metadata } from 'next'
import { HostsTable } from '#components/hosts/hosts-table.tsx'
import { listHosts } from '#server/pages/hosts.ts'

export const metadata: Metadata = { title: 'Hosts' }

export default async function Page() {
  return <HostsTable hosts={await listHosts()} />
}
