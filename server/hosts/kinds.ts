// The kinds of host that HOSTS_FILE can hold.
import type { HostKind } from './kind.ts'

export const kinds: readonly HostKind[] = []
