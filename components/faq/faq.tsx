// What EasyMirror is, its limits, and what is and is not allowed, in plain words.
import Link from 'next/link'
import type { ReactNode } from 'react'
import { formatLimit } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import type { Terms } from '#server/pages/limits.ts'
import { AbuseContact } from './abuse-contact.tsx'

export function Faq({ terms }: { terms: Terms }) {
  const { maxFileSize, maxFilesPerMirror, stagingHours, localDays, abuseContact } = terms
  return (
    <article className="mx-auto flex w-full max-w-read flex-col gap-8 px-4 pt-4 pb-16 sm:px-6">
      <h1 className="text-title font-semibold tracking-tight sm:text-display">Questions and terms</h1>

      <Question id="what" title="What is this?">
        <p>
          You upload a file once. EasyMirror sends it on to every file host that you pick and gives you one page with
          all the links. When one host is slow or loses the file, the others still have it.
        </p>
        <p>
          The page shows how far each host is, keeps showing it while files are on their way, and tells what each copy
          was checked by.
        </p>
      </Question>

      <Question id="account" title="Do I need an account?">
        <p>
          No. The first upload makes you a guest, which is a cookie in this browser and nothing else. Whoever has the
          cookie has your history, so it is gone when you clear your cookies. Choose a name and a password on{' '}
          <InnerLink href="/account">your account page</InnerLink> to keep it and to see it elsewhere.
        </p>
      </Question>

      <Question id="limits" title="What are the limits?">
        <p>
          A file may have up to {formatLimit(maxFileSize)}, and a mirror up to {count(maxFilesPerMirror, 'file')}. Each
          host has a largest size of its own: they stand in <InnerLink href="/hosts">the list of hosts</InnerLink>, and
          a host that cannot take a file says so before anything is sent.
        </p>
      </Question>

      <Question id="how-long" title="How long do files live?">
        <p>
          At the hosts as long as each of them keeps files, which stands in{' '}
          <InnerLink href="/hosts">their list</InnerLink>. Here only until they are sent: what every host has taken is
          deleted from our storage at once, and what was not taken after {count(stagingHours, 'hour')}.
        </p>
        {localDays > 0 && (
          <p>
            If you pick “This server” as well, a copy stays here for {count(localDays, 'day')}, and its download link
            with it.
          </p>
        )}
      </Question>

      <Question id="checked" title="What does “verified” mean?">
        <p>
          Some hosts answer with a checksum of what they received. Where it equals ours, the copy is the same to the
          last bit. Others only tell the size, and some only say that it worked. The page of a mirror says which it was,
          and shows the SHA-256 of each file, so that you can check what you downloaded.
        </p>
      </Question>

      <Question id="who" title="Who can see my files?">
        <p>
          Everybody who has the link to the page, and nobody else: it cannot be guessed, it is kept out of search
          engines, and other sites do not learn it when you follow a link from it. What a host does with its own links
          is up to the host.
        </p>
      </Question>

      <Question id="delete" title="Can I delete a mirror?">
        <p>
          Yes, in <InnerLink href="/history">your history</InnerLink>. The page, the list of links and everything in our
          storage go at once. Copies at hosts stay, unless you ask for them to be deleted too, which not every host
          allows: you are told what stays. Hosts are asked from time to time whether they still have a copy, and the
          page says so when they do not.
        </p>
      </Question>

      <Question id="abuse" title="Something here should not be here">
        <p>
          <AbuseContact contact={abuseContact} /> Send the address of the page and say what is wrong with it. The page
          can be taken down here; the files themselves lie with the hosts, who have forms of their own for reports.
        </p>
      </Question>

      <Question id="terms" title="Terms">
        <p>
          Upload only what you may pass on. Nothing that is against the law where you are or where this site is, no
          malware, nothing that hurts or exposes others. You agree to the terms of the hosts that you pick, too.
        </p>
        <p>
          The service comes as it is: links may break, hosts may close. Keep your own copy of whatever matters to you.
          Mirrors that break these terms are taken down.
        </p>
      </Question>
    </article>
  )
}

function Question({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id} className="scroll-mt-4 text-lead font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

function InnerLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="rounded-control text-beam underline underline-offset-4">
      {children}
    </Link>
  )
}
