// Every host with what people need to decide by.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { HostsTable } from '#components/hosts/hosts-table.tsx'
import { listHosts } from '#server/pages/hosts.ts'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('hosts'))('title'),
})

export default async function Page() {
  return <HostsTable hosts={await listHosts()} />
}
