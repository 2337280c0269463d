// The counting storage as a program of its own.
import { answerParent } from './child.ts'
import { type CountingStorage, startCountingStorage } from '../counting-storage.ts'
import { storageQuestion } from './storage.ts'

let storage: CountingStorage | undefined

answerParent(
  storageQuestion,
  async (question) => {
    if (question.ask === 'bytes') return storage?.takeBytesRead(question.key)
    storage = await startCountingStorage(question.identity)
    return storage.env
  },
  async () => storage?.[Symbol.asyncDispose](),
)
