import type { Severity } from '../../model/findings/shared.ts'
import { heftOf, isBusy, type RelationWeight } from '../../model/weights.ts'
import type { Rule } from './rule.ts'

/** How bad a hit is on a table that weighs so much; undefined: nothing is known of it. */
export function severityOn(
  { weighs }: Pick<Rule, 'weighs'>,
  base: Severity,
  weight: RelationWeight | undefined,
): Severity {
  const heft = heftOf(weight)
  if (weighs === undefined || weight === undefined || heft === 'unknown') return base
  if (weighs === 'traffic') return isBusy(weight) ? worst(base, 'high') : heft === 'tiny' ? 'info' : base
  return heft === 'tiny' ? 'info' : heft === 'big' ? worst(base, 'high') : base
}

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']
const worst = (a: Severity, b: Severity): Severity => (ORDER.indexOf(a) < ORDER.indexOf(b) ? a : b)

/** A weight in words: `about 2,100,000 rows, 450 MB, 12 writes a second`. */
export function weightText(weight: RelationWeight | undefined): string {
  if (weight === undefined) return 'the target has not told how much it holds'
  const { rows, bytes, writesPerSecond } = weight
  const parts = [
    rows === null ? 'an unknown number of rows (never analysed)' : `about ${count(rows)} rows`,
    ...(bytes === null ? [] : [size(bytes)]),
    writesPerSecond === null ? 'writes unknown' : `${rate(writesPerSecond)} a second`,
  ]
  return parts.join(', ')
}

const count = (n: number) => String(Math.round(n)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
const rate = (n: number) => `${n >= 10 ? Math.round(n) : Number(n.toFixed(1))} writes`

function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  return `${Math.round(bytes / 1024 ** power)} ${units[power]}`
}
