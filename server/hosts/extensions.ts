// Lists of extensions in HOSTS_FILE, by which it is known beforehand what a host takes.
import { z } from 'zod'

/** Extensions with or without their dot; as a value, whether a name ends in one of them, in any case of letters. */
export const extensionsRule = z
  .array(z.string().regex(/^\.?[\p{L}\p{N}.+-]{1,31}$/u, 'is not an extension'))
  .min(1)
  .transform((list) => {
    const endings = list.map((extension) => `.${extension.replace(/^\./, '').toLowerCase()}`)
    return (name: string) => endings.some((ending) => name.toLowerCase().endsWith(ending))
  })
