// What this browser keeps of choices that were made here. Nothing in it is of any use to anybody else.

type Key = 'hosts' | 'notify'

const nameOf = (key: Key) => `easymirror.${key}`

/** What was remembered, or null. A browser that keeps nothing for this site has nothing to tell. */
export function recall(key: Key): string | null {
  try {
    return window.localStorage.getItem(nameOf(key))
  } catch {
    return null
  }
}

/** Remembers a text; null forgets it. Where the browser keeps nothing, the choice holds for as long as the page is open. */
export function remember(key: Key, text: string | null): void {
  try {
    if (text === null) window.localStorage.removeItem(nameOf(key))
    else window.localStorage.setItem(nameOf(key), text)
  } catch {
    return
  }
}
