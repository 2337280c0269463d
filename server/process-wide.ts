// One of a thing per process: Next loads the application as modules of its own, beside those of the server entry,
// so a module variable would exist twice.

const store = globalThis as unknown as Record<symbol, unknown>

/** Gives what `create` made at the first call with this name, in whichever copy of the module that was. */
export function processWide<T>(name: string, create: () => T): T {
  const slot = Symbol.for(`easymirror.${name}`)
  store[slot] ??= create()
  // The name is given once in the code base, beside the type that it stands for.
  return store[slot] as T
}
