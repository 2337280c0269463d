// The input of the calls about one file.
import { z } from 'zod'
import { fileIdSchema } from '#server/ids.ts'

export const fileInput = z.object({ fileId: fileIdSchema })
