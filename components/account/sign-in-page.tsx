'use client'
// Signs in somebody who has an account, and says what becomes of what this browser has.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { signIn } from '#components/session/next-auth.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { buttonLook } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { AccountForm } from './account-form.tsx'
import { FormError } from './form-failure.ts'
import { useForm } from './use-form.ts'

/** What next-auth may say of a sign-in that was made elsewhere. */
const words: Readonly<Record<string, 'wrong' | 'tooMany'>> = {
  CredentialsSignin: 'wrong',
  TOO_MANY_REQUESTS: 'tooMany',
}

type Props = {
  /** Where to go from here: a path of this site. */
  next: string
  /** Mirrors that a guest has in this browser. */
  guestMirrors: number
  /** Who is signed in already. */
  username: string | null
  /** What went wrong on the way here, as next-auth names it. */
  error: string | null
}

export function SignInPage({ next, guestMirrors, username, error }: Props) {
  const t = useTranslations('account')
  return (
    <div className="mx-auto flex w-full max-w-read flex-col gap-6 px-4 pt-4 pb-16 sm:px-6">
      <h1 className="text-title font-semibold tracking-tight">{t('signIn')}</h1>
      {error !== null && (
        <p role="alert" className="rounded-control border border-failed px-3 py-2">
          {t(`signing.${words[error] ?? 'failed'}`)}
        </p>
      )}
      {username !== null && (
        <p>
          {t.rich('signing.signedIn', {
            name: () => <strong className="font-semibold wrap-anywhere">{username}</strong>,
          })}{' '}
          <Link href="/account" className="text-beam underline underline-offset-4">
            {t('signing.toAccount')}
          </Link>
        </p>
      )}
      <div className="rounded-card border border-line bg-card p-4 sm:p-6">
        <SignInForm next={next} guestMirrors={guestMirrors} />
      </div>
    </div>
  )
}

function SignInForm({ next, guestMirrors }: Pick<Props, 'next' | 'guestMirrors'>) {
  const t = useTranslations('account')
  const router = useRouter()
  const utils = trpc.useUtils()
  const form = useForm(async (typed) => {
    const [username, password] = [typed('username'), typed('password')]
    // What is plainly missing costs no try.
    const missing = {
      ...(username.trim() === '' && { username: [t('signing.typeUsername')] }),
      ...(password === '' && { password: [t('signing.typePassword')] }),
    }
    if (Object.keys(missing).length > 0) throw new FormError({ fields: missing })
    const answer = await signIn('password', { username, password })
    if (answer.outcome === 'failed') throw new FormError({ sentence: answer.message })
    if (answer.outcome === 'refused') throw new FormError({ fields: { password: [t('signing.wrong')] } })
    // Not loaded anew, so that uploads of this tab go on; what was asked of the server before was somebody else's.
    await utils.invalidate()
    router.replace(next)
    router.refresh()
  })
  return (
    <AccountForm
      form={form}
      action={t('signIn')}
      beside={
        <Link href="/account" className={buttonLook('quiet')}>
          {t('signing.make')}
        </Link>
      }
    >
      {guestMirrors > 0 && <p>{t('signing.brings', { count: guestMirrors })}</p>}
      <Field label={t('fields.username')} {...form.field('username')} autoComplete="username" verbatim required />
      <PasswordField
        label={t('fields.password')}
        {...form.field('password')}
        autoComplete="current-password"
        required
      />
    </AccountForm>
  )
}
