// A button as HTML has it. Base UI's own would be a tenth of all script that a share page may have.
import type { ComponentProps } from 'react'

export type PlainButtonProps = ComponentProps<'button'> & {
  /** While it is disabled a keyboard finds it where it was, and it does nothing. */
  focusableWhenDisabled?: boolean
}

export function PlainButton({ disabled = false, focusableWhenDisabled = false, onClick, ...rest }: PlainButtonProps) {
  const stays = disabled && focusableWhenDisabled
  return (
    <button
      type="button"
      {...rest}
      {...(disabled && { 'data-disabled': '' })}
      {...(stays && { 'aria-disabled': true })}
      disabled={disabled && !stays}
      onClick={stays ? (event) => event.preventDefault() : onClick}
    />
  )
}
