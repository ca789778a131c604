import { kindOf, type Fact } from '../../model/fact.ts'
import { alterStatements } from '../mend/alter.ts'
import { isStateless } from './dependents.ts'
import { moved } from './move.ts'
import type { Step } from './step.ts'
import { SWAPPED, swapped } from './swap.ts'

/** An object that is made anew beside the old one, which its data then leaves. */
export interface Remade {
  /** Facts that are no longer after its steps, and those that are instead. */
  gone: readonly Fact[]
  made: readonly Fact[]
  /** Keys of what hangs on it and must go before, to be made again after. */
  users: readonly string[]
  steps: readonly Step[]
}

/** What must be made anew to become as wanted: what is asked for, and what no ALTER can change. */
export function remadeOf(from: readonly Fact[], to: readonly Fact[], asked: ReadonlySet<string>): Remade[] {
  return changesOf(from, to).flatMap(({ old, want }) => {
    const kind = kindOf(old.key)
    if (!SWAPPED.has(kind) && kind !== 'table') return []
    const impossible = isImpossible(old, want)
    if (kind === 'table') return impossible ? [moved(old, want, from, to)] : []
    return impossible || asked.has(old.key) ? [swapped(old, want, from, to)] : []
  })
}

/** Keys of what no ALTER can change, and which holds nothing: dropped and made again. */
export const unalterable = (from: readonly Fact[], to: readonly Fact[]): string[] =>
  changesOf(from, to).flatMap(({ old, want }) => (isStateless(old) && isImpossible(old, want) ? [old.key] : []))

const isImpossible = (old: Fact, want: Fact) =>
  alterStatements(old.key, old.value, want.value, want.parent).length === 0

function changesOf(from: readonly Fact[], to: readonly Fact[]): { old: Fact; want: Fact }[] {
  const wanted = new Map(to.map((fact) => [fact.key, fact]))
  return from.flatMap((old) => {
    const want = wanted.get(old.key)
    return want === undefined || want.value === old.value ? [] : [{ old, want }]
  })
}
