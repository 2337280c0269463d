// The memory that this process has and has had, by the system's own count; Linux only.
import { readFileSync, writeFileSync } from 'node:fs'

const kilobytes = (name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1])

/** In bytes. */
export const residentBytes = (): number => kilobytes('VmRSS') * 1024

/** The most since the last `forgetPeak`, in bytes. */
export const peakBytes = (): number => kilobytes('VmHWM') * 1024

/** Lets the count of the most begin at what there is now: the start of a program takes more than it keeps. */
export const forgetPeak = (): void => writeFileSync('/proc/self/clear_refs', '5')
