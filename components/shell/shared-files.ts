// Files that came from the share sheet of a phone: the service worker put them aside and opened the start page.

/** As in `public/sw.js`. */
const SHELF = 'shared-files'
const MARK = 'shared'

/**
 * Takes what was shared off its shelf, in order; nothing unless this page was opened for it. The mark leaves the address, so that
 * a reload adds nothing twice.
 */
export async function takeSharedFiles(): Promise<File[]> {
  const address = new URL(window.location.href)
  if (!address.searchParams.has(MARK)) return []
  address.searchParams.delete(MARK)
  window.history.replaceState(window.history.state, '', address)
  const shelf = await caches.open(SHELF)
  const requests = await shelf.keys()
  const files = await Promise.all(
    requests.map(async (request) => {
      const answer = await shelf.match(request)
      if (!answer) return []
      const name = new URL(request.url).searchParams.get('name') ?? ''
      const type = answer.headers.get('content-type') ?? ''
      return [new File([await answer.blob()], name, { type })]
    }),
  )
  await caches.delete(SHELF)
  return files.flat()
}
