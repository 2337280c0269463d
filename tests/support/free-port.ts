// A port that nothing listens on.
import { createServer } from 'node:net'

/** A free port of 127.0.0.1. Another program may take it before you do, so who uses it tries again. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
