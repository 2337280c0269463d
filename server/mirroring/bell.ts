// A bell that wakes everyone who waits for it; who comes later waits for the next ring.

export class Bell {
  #waiting = Promise.withResolvers<void>()

  ring(): void {
    const { resolve } = this.#waiting
    this.#waiting = Promise.withResolvers<void>()
    resolve()
  }

  /** Resolves at the next ring. */
  next(): Promise<void> {
    return this.#waiting.promise
  }
}
