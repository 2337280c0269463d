// The account of somebody who has a name.
import { DateTime } from '#components/ui/date-time.tsx'
import type { AccountView, NamedAccount } from './account-view.ts'
import { DeleteForm } from './delete-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { ProfileForm } from './profile-form.tsx'
import { Section } from './section.tsx'
import { SignOut } from './sign-out.tsx'
import { Usage } from './usage.tsx'

type Props = { account: NamedAccount; onChanged: (account: AccountView) => void; onDeleted: () => void }

export function Named({ account, onChanged, onDeleted }: Props) {
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-title font-semibold tracking-tight wrap-anywhere">{account.username}</h1>
        <p className="text-ink-soft">
          Member since <DateTime at={account.memberSince} />. This session lasts until{' '}
          <DateTime at={account.nextRenewal} />, and longer when you come by before.
        </p>
      </div>
      <Usage usage={account.usage} />
      <Section title="Profile">
        <ProfileForm account={account} onSaved={onChanged} />
      </Section>
      <Section title="Password">
        <PasswordForm account={account} onChanged={onChanged} />
      </Section>
      <Section title="Leave">
        <SignOut />
        <DeleteForm account={account} onDeleted={onDeleted} />
      </Section>
    </>
  )
}
