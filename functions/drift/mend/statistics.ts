import type { Fact } from '../../model/fact.ts'
import { subjectOf } from './names.ts'

/** Takes the value of extended statistics apart again (supabase/catalog/statistics.sql). */
function statisticsOf(value: string): { definition: string; target: string } {
  const [definition = '', target = '-1'] = value.split(/ statistics (?=\d+$)/)
  return { definition, target }
}

const setTarget = (key: string, target: string) => `alter statistics ${subjectOf(key).name} set statistics ${target};`

/** Statements that make extended statistics and set their target. */
export function createStatistics({ key, value }: Fact): string[] {
  const { definition, target } = statisticsOf(value)
  return [`${definition};`, ...(target === '-1' ? [] : [setTarget(key, target)])]
}

/** The statement that changes the target; null where the definition is another. */
export function alterStatistics(key: string, from: string, to: string): string[] | null {
  const [old, want] = [statisticsOf(from), statisticsOf(to)]
  return old.definition === want.definition ? [setTarget(key, want.target)] : null
}
