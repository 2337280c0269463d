'use client'
// Where addresses are entered, a line each, with what is wrong beside the lines that it is about.
import { clsx } from 'clsx'
import { LoaderCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useId, useState } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { linesOf } from './address-lines.ts'
import { type FetchFault, useNewFetch } from './use-new-fetch.ts'

type Props = {
  /** What the field holds at first. */
  text: string
  /** Bytes that a file may have. */
  maxFileSize: number
  open: boolean
  onClose: () => void
  onBegun: () => void
}

export function AddressDialog({ text: initial, maxFileSize, open, onClose, onBegun }: Props) {
  const t = useTranslations('fetch')
  const common = useTranslations('common')
  const format = useFormat()
  const formId = useId()
  const [text, setText] = useState(initial)
  const { busy, fault, forgive, begin } = useNewFetch()
  const count = linesOf(text).length
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (busy || count === 0) return
    void begin(text).then((begun) => begun && onBegun())
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('title')}
      fields={
        <form id={formId} onSubmit={submit} className="grid gap-2">
          <AddressField
            value={text}
            fault={fault}
            readOnly={busy}
            onChange={(value) => {
              setText(value)
              forgive()
            }}
          />
          <p role="status" className="flex min-h-5 items-center gap-1.5 text-small text-ink-soft">
            {busy && (
              <>
                <LoaderCircle aria-hidden="true" className="spin-slow size-4" />
                {t('reading')}
              </>
            )}
          </p>
        </form>
      }
      actions={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={formId} weight="primary" disabled={busy || count === 0} focusableWhenDisabled>
            {t('fetch', { count })}
          </Button>
        </>
      }
    >
      <p>{t('hint', { limit: format.limit(maxFileSize) })}</p>
    </Dialog>
  )
}

type FieldProps = { value: string; fault: FetchFault; readOnly: boolean; onChange: (value: string) => void }

function AddressField({ value, fault, readOnly, onChange }: FieldProps) {
  const t = useTranslations('fetch')
  const id = useId()
  const { lines, whole } = fault
  const wrong = lines.length > 0 || whole !== null
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-semibold">
        {t('addresses')}
      </label>
      <textarea
        id={id}
        value={value}
        readOnly={readOnly}
        onChange={(event) => onChange(event.currentTarget.value)}
        rows={5}
        wrap="off"
        dir="ltr"
        inputMode="url"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        placeholder="https://"
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}errors` : undefined}
        className={clsx(
          'figures block w-full resize-y rounded-control border bg-card px-3 py-2 text-lead placeholder:text-ink-soft read-only:text-ink-soft sm:text-base',
          wrong ? 'border-failed' : 'border-edge',
        )}
      />
      <div id={`${id}errors`} role="alert" className="text-small text-failed">
        {whole !== null && <p>{whole}</p>}
        {lines.length > 0 && (
          <ul className="grid gap-1">
            {lines.map(({ line, sentence }) => (
              <li key={line}>{t('line', { line, sentence })}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
