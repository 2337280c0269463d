// What lies sealed in the database opens under the secret of now and under those of before, and under nothing else.
import { beforeEach, expect, it } from 'vitest'
import { seal, unseal } from '#server/crypto.ts'
import { publishEnvironment } from '#server/env.ts'

const first = 'the first secret'
const second = 'the second secret'
const third = 'the third secret'

/** As an instance with these secrets starts; the rest has to be there and is not used. */
function startWith(secret: string, previous = ''): void {
  publishEnvironment({
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    S3_BUCKET: 'nothing',
    CRON_SECRET: 'another secret',
    AUTH_SECRET: secret,
    AUTH_SECRET_PREVIOUS: previous,
  })
}

beforeEach(() => startWith(first))

/** Sealed by the version that did not name its key, under the first secret. */
const old = 'v1.BwcHBwcHBwcHBwcHIIbdjLA18SlTZzPba7k-XTOQ7oM686yX75auApU'

it('opens under its own purpose only', () => {
  const sealed = seal('a guest token', 'a purpose')
  expect(sealed).toMatch(/^v2\.[\w-]{8}\.[\w-]+$/)
  expect(sealed).not.toContain(Buffer.from('a guest token').toString('base64url').slice(0, 8))
  expect(unseal(sealed, 'a purpose')).toBe('a guest token')
  expect(unseal(sealed, 'another purpose')).toBeNull()
  expect(seal('a guest token', 'a purpose')).not.toBe(sealed)
})

it('still opens what named no key', () => {
  expect(unseal(old, 'a purpose')).toBe('a guest token')
  startWith(third, `${second}, ${first}`)
  expect(unseal(old, 'a purpose')).toBe('a guest token')
  startWith(third, second)
  expect(unseal(old, 'a purpose')).toBeNull()
})

it('outlives its secret where that is given as one of before, and is sealed under the new one when it is written again', () => {
  const sealed = seal('a guest token', 'a purpose')
  startWith(second)
  expect(unseal(sealed, 'a purpose')).toBeNull()
  startWith(third, `${second},${first}`)
  const plain = unseal(sealed, 'a purpose')
  expect(plain).toBe('a guest token')
  const anew = seal(plain ?? '', 'a purpose')
  startWith(third)
  expect(unseal(anew, 'a purpose')).toBe('a guest token')
  expect(unseal(sealed, 'a purpose')).toBeNull()
})

it('says in its name which secret it was, and not what', () => {
  const keyIdOf = (sealed: string) => sealed.split('.')[1]
  const one = keyIdOf(seal('one', 'a purpose'))
  expect(keyIdOf(seal('two', 'another purpose'))).toBe(one)
  startWith(second)
  expect(keyIdOf(seal('one', 'a purpose'))).not.toBe(one)
})

it('is nothing once a part of it was changed, left out or put in', () => {
  const sealed = seal('a guest token', 'a purpose')
  const [version = '', keyId = '', body = ''] = sealed.split('.')
  const changed = `${body.slice(0, 20)}${body[20] === 'A' ? 'B' : 'A'}${body.slice(21)}`
  for (const spoiled of [
    `${version}.${keyId}.${changed}`,
    `${version}.${keyId}.${body.slice(0, 12)}`,
    `${version}.${body}`,
    `v1.${keyId}.${body}`,
    `v3.${keyId}.${body}`,
    `${sealed}.`,
    body,
    '',
  ])
    expect(unseal(spoiled, 'a purpose')).toBeNull()
})
