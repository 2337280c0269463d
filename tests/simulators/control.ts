// The control API of a simulator, under `/_control/`, so that one that runs in another process can be driven too.
import { z } from 'zod'
import type { Exchange } from './exchange.ts'
import { json, type Reply } from './reply.ts'
import type { Simulator } from './simulator.ts'

type Controlled = Omit<Simulator<string>, keyof AsyncDisposable | 'fail'> & { fail(fault: unknown): void }

/**
 * - `POST /_control/faults`: a fault or a list of them; `GET`: `{ left }`
 * - `GET /_control/ledger`, `/_control/requests`, `/_control/groups`, `/_control/env`
 * - `POST /_control/reset`
 */
export async function control(exchange: Exchange, simulator: Controlled): Promise<Reply> {
  switch (`${exchange.method} ${exchange.path}`) {
    case 'POST /_control/faults':
      return addFaults(exchange, simulator)
    case 'GET /_control/faults':
      return json(200, { left: simulator.faultsLeft() })
    case 'GET /_control/ledger':
      return json(200, simulator.ledger)
    case 'GET /_control/requests':
      return json(200, simulator.requests)
    case 'GET /_control/groups':
      return json(200, simulator.groups)
    case 'GET /_control/env':
      return json(200, simulator.env)
    case 'POST /_control/reset':
      await exchange.drain()
      simulator.reset()
      return json(200, { left: 0 })
    default:
      await exchange.drain()
      return json(404, { error: 'No such control.' })
  }
}

async function addFaults(exchange: Exchange, simulator: Controlled): Promise<Reply> {
  try {
    simulator.fail(await exchange.json())
    return json(200, { left: simulator.faultsLeft() })
  } catch (error) {
    return json(400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) })
  }
}
