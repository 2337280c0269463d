'use client'
// The account of whoever looks: of somebody with a name, of a guest, or of nobody yet.
import Link from 'next/link'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { PageMessage } from '#components/shell/page-message.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { type AccountView, isNamed } from './account-view.ts'
import { DeleteForm } from './delete-form.tsx'
import { Named } from './named.tsx'
import { RegisterForm } from './register-form.tsx'
import { Section } from './section.tsx'
import { Usage } from './usage.tsx'

export function AccountPage({ account: initial }: { account: AccountView | null }) {
  const [account, setAccount] = useState(initial)
  const [news, setNews] = useState<'registered' | 'deleted' | null>(null)
  if (news === 'deleted') return <Deleted />
  const parts = {
    onChanged: setAccount,
    onDeleted: () => setNews('deleted'),
    onRegistered: (made: AccountView) => {
      setAccount(made)
      setNews('registered')
    },
  }
  return (
    <div className="mx-auto flex w-full max-w-read flex-col gap-6 px-4 pt-4 pb-16 sm:px-6">
      {news === 'registered' && <Registered />}
      {account && isNamed(account) ? (
        <Named account={account} {...parts} />
      ) : account ? (
        <Guest account={account} {...parts} />
      ) : (
        <Nobody {...parts} />
      )}
    </div>
  )
}

/** The form that had the focus is gone, so it goes to what is said. */
function News({ children, className }: { children: ReactNode; className: string }) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => ref.current?.focus(), [])
  return (
    <div ref={ref} tabIndex={-1} className={className}>
      {children}
    </div>
  )
}

function Registered() {
  return (
    <News className="rounded-card border border-live bg-card px-4 py-3 sm:px-6">
      Your account is made. Sign in with it in any browser.
    </News>
  )
}

const signInLink = (
  <Link href="/signin" className="text-beam underline underline-offset-4">
    Sign in
  </Link>
)

function Title({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      <h1 className="text-title font-semibold tracking-tight">{title}</h1>
      <p className="text-ink-soft">{children}</p>
    </div>
  )
}

type Registering = { onRegistered: (account: AccountView) => void }

function Guest({ account, onRegistered, onDeleted }: Registering & { account: AccountView; onDeleted: () => void }) {
  return (
    <>
      <Title title="You are a guest">
        What you upload belongs to a cookie of this browser. When the cookie is lost, the links still work, but nobody
        can change or delete the mirrors any more.
      </Title>
      <Usage usage={account.usage} />
      <Section title="Keep it with an account">
        <RegisterForm onRegistered={onRegistered} />
      </Section>
      <p>{signInLink} if you have an account already: what this browser has goes to it.</p>
      <Section title="Delete">
        <DeleteForm account={account} onDeleted={onDeleted} />
      </Section>
    </>
  )
}

function Nobody({ onRegistered }: Registering) {
  return (
    <>
      <Title title="Account">
        Nobody is signed in here. Uploading needs no account; with one, your mirrors are yours in every browser.
      </Title>
      <Section title="Make an account">
        <RegisterForm onRegistered={onRegistered} />
      </Section>
      <p>{signInLink} if you have an account already.</p>
    </>
  )
}

function Deleted() {
  return (
    <News className="flex grow flex-col">
      <PageMessage
        title="All of it is deleted"
        action={
          // Loaded anew, so that nothing of the account stays in the page's memory.
          <a href="/" className={buttonLook('primary')}>
            Go to the start page
          </a>
        }
      >
        Your mirrors and their pages are gone, and so is this session.
      </PageMessage>
    </News>
  )
}
