// The kinds of host that HOSTS_FILE can hold.
import { chibisafeKind } from './chibisafe.ts'
import { formKind } from './form.ts'
import type { HostKind } from './kind.ts'
import { nullpointerKind } from './nullpointer.ts'
import { pomfKind } from './pomf.ts'
import { s3Kind } from './s3.ts'
import { sharexKind } from './sharex.ts'
import { tusKind } from './tus.ts'
import { webdavKind } from './webdav.ts'
import { xfsKind } from './xfs.ts'

export const kinds: readonly HostKind[] = [
  chibisafeKind,
  formKind,
  nullpointerKind,
  pomfKind,
  s3Kind,
  sharexKind,
  tusKind,
  webdavKind,
  xfsKind,
]
