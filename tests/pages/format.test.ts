// Numbers in words: what people read on every page.
import { describe, expect, it } from 'vitest'
import { formatBytes, formatLimit, formatRate } from '#components/format/bytes.ts'
import { RateMeter } from '#components/format/rate-meter.ts'
import { timeLeftOf } from '#components/format/time-left.ts'

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [212_400_000, '212.4 MB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [107_374_182_400, '107.4 GB'],
    [5e18, '5000.0 PB'],
  ])('%d bytes are "%s"', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it('divides by a comma where that is usual', () => {
    expect(formatBytes(212_400_000, 'de')).toBe('212,4 MB')
    expect(formatLimit(20e9, 'de')).toBe('20 GB')
  })

  it('shows a limit without an idle zero, and a rate by the second', () => {
    expect(formatLimit(20e9)).toBe('20 GB')
    expect(formatRate(8_100_000)).toBe('8.1 MB/s')
  })
})

describe('time left', () => {
  it.each([
    [0, 'few', ''],
    [12, 'seconds', '10'],
    [54, 'seconds', '50'],
    [56, 'minutes', '1'],
    [119, 'minutes', '2'],
    [3600, 'hours', '1'],
    [5400, 'hours', '1½'],
    [400_000, 'long', ''],
  ])('%d seconds are %s, %s', (seconds, unit, figure) => {
    expect(timeLeftOf(seconds)).toEqual({ unit, count: figure })
  })

  it('is not told where nobody can know it', () => {
    expect(timeLeftOf(Number.POSITIVE_INFINITY)).toBeNull()
  })
})

describe('the rate meter', () => {
  it('says nothing before there is anything to say', () => {
    const meter = new RateMeter()
    expect(meter.rate()).toBeNull()
    meter.add(0, 0)
    expect(meter.rate()).toBeNull()
    expect(meter.secondsLeft(1)).toBeNull()
  })

  it('smooths a burst over three seconds and the time left over ten', () => {
    const meter = new RateMeter()
    for (let second = 0; second <= 20; second += 1) meter.add(second * 1000, second * 100)
    meter.add(21_000, 20 * 100 + 1000)
    expect(meter.rate()).toBeCloseTo(1200 / 3)
    expect(meter.secondsLeft(1900)).toBeCloseTo(10)
  })

  it('falls to zero when nothing moves, and then promises no end', () => {
    const meter = new RateMeter()
    meter.add(0, 500)
    for (let second = 1; second <= 12; second += 1) meter.add(second * 1000, 500)
    expect(meter.rate()).toBe(0)
    expect(meter.secondsLeft(100)).toBeNull()
  })

  it('begins anew when an attempt starts over', () => {
    const meter = new RateMeter()
    meter.add(0, 0)
    meter.add(1000, 9000)
    meter.add(2000, 0)
    meter.add(3000, 100)
    expect(meter.rate()).toBe(100)
  })
})
