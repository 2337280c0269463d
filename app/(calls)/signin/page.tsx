// Where people with an account sign in; next-auth leads here instead of to pages of its own.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SignInPage } from '#components/account/sign-in-page.tsx'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { getOwnAccount, ownPath } from '#server/pages/account.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('signIn'), robots: { index: false } }
}

export const dynamic = 'force-dynamic'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams
  const [account, next] = await Promise.all([getOwnAccount(), ownPath(callbackUrl, '/account')])
  return (
    <ClientMessages parts={['account']}>
      <SignInPage
        next={next}
        guestMirrors={account?.isGuest ? account.usage.mirrors : 0}
        username={account?.username ?? null}
        error={typeof error === 'string' ? error : null}
      />
    </ClientMessages>
  )
}
