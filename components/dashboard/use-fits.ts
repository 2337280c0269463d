'use client'
// Which of the files of a mirror each host can take: by size at once, by the hosts' own rules as soon as the server has told them.
import { useMemo, useState } from 'react'
import { trpc } from '#components/trpc/trpc.ts'
import type { UploadsView, UploadView } from '#components/upload/upload-session.ts'
import { type Fits, fitsOf, type HostEntry, type Refusals } from './host-fit.ts'

const noRefusals: Refusals = []

/** Files that were not given up: the same list for as long as no more of them are, however far their bytes have come. */
export function useKeptFiles({ files }: UploadsView): readonly UploadView[] {
  const now = files.filter((file) => file.state !== 'cancelled')
  const [kept, setKept] = useState(now)
  // Files are never added to a mirror, and what was given up stays so: as many are the same ones.
  if (now.length !== kept.length) setKept(now)
  return now.length === kept.length ? kept : now
}

export function useFits(id: string, hosts: readonly HostEntry[], files: readonly UploadView[]): Fits {
  const { data: refusals = noRefusals } = trpc.mirror.fit.useQuery({ id }, { staleTime: Infinity })
  return useMemo(() => fitsOf(hosts, files, refusals), [hosts, files, refusals])
}
