// A program in a process of its own that answers one question after the other.
import { fork, type Serializable } from 'node:child_process'
import { join } from 'node:path'
import type { z } from 'zod'

export type Child = AsyncDisposable & {
  pid: number
  /** @throws {Error} when the process ends before it answers */
  ask<Reply>(question: Serializable, reply: z.ZodType<Reply>): Promise<Reply>
}

type Program = {
  /** A file of this folder that calls `answerParent`. */
  file: string
  env?: Record<string, string>
  /** Options of Node. */
  execArgv?: string[]
}

/** Starts a program, and ends it with itself. */
export function startChild({ file, env = {}, execArgv = [] }: Program): Child {
  const program = fork(join(import.meta.dirname, file), [], { env: { ...process.env, ...env }, execArgv })
  const ended = new Promise<number | null>((resolve) => program.once('exit', resolve))
  return {
    pid: program.pid ?? -1,
    async ask(question, reply) {
      const answered = new Promise((resolve) => program.once('message', resolve))
      program.send(question)
      const broken = ended.then((code) => Promise.reject(new Error(`${file} ended with ${String(code)}.`)))
      return reply.parse(await Promise.race([answered, broken]))
    },
    [Symbol.asyncDispose]: async () => {
      if (program.connected) program.disconnect()
      await ended
    },
  }
}

/**
 * Answers what the parent asks, in the program itself. When the parent lets go, or ends, the program ends.
 * @param close what to tidy up before that
 */
export function answerParent<Question>(
  schema: z.ZodType<Question>,
  answer: (question: Question) => unknown,
  close: () => Promise<void> = async () => undefined,
): void {
  const reply = async (message: unknown) => void process.send?.(await answer(schema.parse(message)))
  // A question that cannot be answered ends the program, which the parent sees.
  process.on('message', (message) => void reply(message))
  process.once('disconnect', () => void close().finally(() => process.exit()))
}
