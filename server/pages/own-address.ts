// The whole address of a page of this site, as its visitor sees it.
import { headers } from 'next/headers'
import { baseUrl } from '#server/base-url.ts'

/** @param path with its leading slash */
export const ownAddress = async (path: string): Promise<URL> => new URL(path, baseUrl(await headers()))
