'use client'
// The API tokens of somebody: made, seen once, listed, and revoked.
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { Field } from '#components/ui/field.tsx'
import { AccountForm } from './account-form.tsx'
import type { ApiToken } from './account-view.ts'
import { ApiTokenRow } from './api-token-row.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { NewToken } from './new-token.tsx'
import { useForm } from './use-form.ts'

type Props = { tokens: readonly ApiToken[]; onChanged: (tokens: ApiToken[]) => void }

export function ApiTokens({ tokens, onChanged }: Props) {
  const t = useTranslations('account.tokens')
  const { client } = trpc.useUtils()
  const [made, setMade] = useState<{ id: string; name: string; token: string } | null>(null)
  const [revoked, setRevoked] = useState<string | null>(null)
  const place = useRef<HTMLDivElement>(null)
  /** What is to be revoked; it stays named while the question fades. */
  const [asked, setAsked] = useState<{ token: ApiToken; open: boolean } | null>(null)
  const input = () => place.current?.querySelector('input') ?? null

  const form = useForm(async (typed, element) => {
    const name = typed('name')
    const { id, token } = await client.account.apiTokens.create.mutate({ name })
    // Nobody sees it again, so it is shown before anything else is asked for.
    setMade({ id, name: name.trim(), token })
    setRevoked(null)
    element.reset()
    onChanged(await client.account.apiTokens.list.query())
  })
  const revoke = async ({ id, name }: ApiToken) => {
    await client.account.apiTokens.revoke.mutate({ id })
    onChanged(tokens.filter((token) => token.id !== id))
    setRevoked(plainName(name))
    setMade((shown) => (shown?.id === id ? null : shown))
  }
  return (
    <div ref={place} className="grid gap-4">
      <p className="max-w-read">
        {t.rich('text', { code: (words) => <code className="figures wrap-anywhere">{words}</code> })}
      </p>
      <AccountForm form={form} action={t('make')} weight="plain">
        <Field label={t('name')} {...form.field('name')} hint={t('nameHint')} autoComplete="off" required />
      </AccountForm>
      {made && (
        <NewToken
          key={made.token}
          name={made.name}
          token={made.token}
          onSeen={() => {
            setMade(null)
            input()?.focus()
          }}
        />
      )}
      <p role="status" className="empty:hidden">
        {revoked !== null && t('revoked', { name: revoked })}
      </p>
      {tokens.length === 0 ? (
        <p className="text-ink-soft">{t('none')}</p>
      ) : (
        <ul aria-label={t('listed')} className="divide-y divide-line border-y border-line">
          {tokens.map((token) => (
            <ApiTokenRow key={token.id} token={token} onRevoke={() => setAsked({ token, open: true })} />
          ))}
        </ul>
      )}
      {asked && (
        <ConfirmDialog
          open={asked.open}
          title={t('revokeTitle', { name: plainName(asked.token.name) })}
          text={t('revokeText')}
          action={t('revoke')}
          keep={t('keep')}
          onClose={() => setAsked({ ...asked, open: false })}
          onConfirm={() => revoke(asked.token)}
          focusAfter={input}
        />
      )}
    </div>
  )
}
