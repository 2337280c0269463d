// What is wrong with a mirror, one of a few.
import { useTranslations } from 'next-intl'

const reasons = ['illegal', 'malware', 'copyright', 'personal', 'other'] as const

export function ReasonChoice() {
  const t = useTranslations('sharing.report')
  return (
    <fieldset>
      <legend className="font-semibold">{t('reason')}</legend>
      {reasons.map((reason) => (
        <label key={reason} className="flex min-h-9 items-center gap-3">
          <input type="radio" name="reason" value={reason} required className="size-5 shrink-0 accent-beam" />
          {t(`reasons.${reason}`)}
        </label>
      ))}
    </fieldset>
  )
}
