// What the browser runs for EasyMirror beside its pages. It keeps one page, for when there is no network, and nothing else:
// pages are secrets of those who have their links, so none of them stays on a disk.

/** Another number makes browsers fetch the page anew, as a page that looks different should. */
const KEPT = 'offline-1'
const OFFLINE = '/offline'
/** As in `components/shell/shared-files.ts`. */
const SHELF = 'shared-files'

/** What is no page, such as a file on its way to a disk, has no need of what stands here. */
const notPages = /^\/(api|storage)\//

/** A new one in place of the old, in the language that is chosen now. */
const keepOfflinePage = async () => (await caches.open(KEPT)).add(new Request(OFFLINE, { cache: 'reload' }))

self.addEventListener('install', (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(start())
})

async function start() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== KEPT && name !== SHELF).map((name) => caches.delete(name)))
  await self.registration.navigationPreload?.enable()
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (request.method === 'POST' && pathname === '/share-target') event.respondWith(takeShared(request))
  else if (request.method === 'POST' && pathname === '/language') event.respondWith(changeLanguage(event))
  else if (request.method === 'GET' && request.mode === 'navigate' && !notPages.test(pathname))
    event.respondWith(navigate(event))
})

// Its tag is the address of the page that asked for it.
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(showPage(event.notification.tag))
})

async function showPage(address) {
  const open = await self.clients.matchAll({ type: 'window' })
  const page = open.find(({ url }) => url === address)
  return page ? page.focus() : self.clients.openWindow(address)
}

async function navigate(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error()
  }
}

async function changeLanguage(event) {
  const answer = await fetch(event.request)
  event.waitUntil(keepOfflinePage().catch(() => undefined))
  return answer
}

/** Puts the files aside, where the start page finds them: a page cannot be handed a file in any other way. */
async function takeShared(request) {
  const form = await request.formData()
  const files = form.getAll('files').filter((value) => value instanceof File)
  await caches.delete(SHELF)
  const shelf = await caches.open(SHELF)
  for (const [at, file] of files.entries()) {
    const headers = { 'content-type': file.type || 'application/octet-stream' }
    await shelf.put(`/shared-file?at=${at}&name=${encodeURIComponent(file.name)}`, new Response(file, { headers }))
  }
  return Response.redirect('/?shared=1', 303)
}
