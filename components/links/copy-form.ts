// The forms in which the links of a mirror are copied.
import { formats, type Format, writeLinks } from './formats.ts'
import type { LinkSet } from './link-set.ts'

/** `share` is the address of the share page alone. */
export type Form = 'share' | Format

export const forms: readonly Form[] = ['share', ...formats]

export const formOf = (mirror: LinkSet, form: Form): string =>
  form === 'share' ? mirror.shareUrl : writeLinks(mirror, form)
