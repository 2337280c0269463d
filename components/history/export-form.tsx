// Takes the history away as a file: all that is found, or what was chosen. A plain form, so that the browser saves it as it comes.
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { buttonLook, type Weight } from '#components/ui/button.tsx'

type Props = {
  /** What is asked for, by name and value. */
  params: URLSearchParams
  /** Many ids are too long for an address. */
  method: 'get' | 'post'
  weight?: Weight
}

const formats = ['csv', 'json'] as const

export function ExportForm({ params, method, weight = 'plain' }: Props) {
  const t = useTranslations('history.export')
  return (
    <form action="/api/history/export" method={method} className="contents">
      {[...params].map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      {formats.map((format) => (
        <button key={format} type="submit" name="format" value={format} className={buttonLook(weight)}>
          <Download aria-hidden="true" />
          <span>{t.rich(format, { verb: (word) => <span className="sr-only sm:not-sr-only">{word}</span> })}</span>
        </button>
      ))}
    </form>
  )
}
