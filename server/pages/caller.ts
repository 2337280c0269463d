// The product's own calls as pages make them while they are rendered: with the visitor's headers, over no network.
import { headers } from 'next/headers'
import { createCaller } from '#server/routers/root.ts'
import { createContext } from '#server/trpc/context.ts'

/** A page cannot send a cookie any more, so it renews no session. */
export const pageCaller = async () => createCaller(createContext({ headers: await headers() }))
