// A check box; the label around it belongs to whoever uses it.
import { Checkbox } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'

type Props = {
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  labelledBy: string
  describedBy?: string
}

export function CheckBox({ checked, onChange, disabled = false, labelledBy, describedBy }: Props) {
  return (
    <Checkbox.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className="flex size-5 shrink-0 items-center justify-center rounded-control border border-edge bg-card transition-colors duration-100 data-checked:border-beam data-checked:bg-beam data-disabled:border-line data-disabled:bg-paper"
    >
      <Checkbox.Indicator className="text-on-beam data-unchecked:hidden">
        <Check aria-hidden="true" className="size-4" strokeWidth={3} />
      </Checkbox.Indicator>
    </Checkbox.Root>
  )
}
