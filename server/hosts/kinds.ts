// The kinds of host that HOSTS_FILE can hold.
import type { HostKind } from './kind.ts'
import { xfsKind } from './xfs.ts'

export const kinds: readonly HostKind[] = [xfsKind]
