import type { Fact } from '../../model/fact.ts'
import { subjectOf } from './names.ts'

const FIRES: Record<string, string> = {
  ' (disabled)': 'disable',
  ' (fires on a replica only)': 'enable replica',
  ' (fires always)': 'enable always',
}

function triggerOf(value: string): { definition: string; fires: string } {
  const suffix = Object.keys(FIRES).find((candidate) => value.endsWith(candidate)) ?? ''
  return { definition: value.slice(0, value.length - suffix.length), fires: FIRES[suffix] ?? 'enable' }
}

const setFiring = (key: string, fires: string) =>
  `alter table ${subjectOf(key).object} ${fires} trigger ${subjectOf(key).part};`

/** Statements that make a trigger and say when it fires. */
export function createTrigger({ key, value }: Fact): string[] {
  const { definition, fires } = triggerOf(value)
  return [`${definition};`, ...(fires === 'enable' ? [] : [setFiring(key, fires)])]
}

/** Statements that turn one trigger into another of the same name. */
export function alterTrigger(key: string, from: string, to: string): string[] {
  const [old, want] = [triggerOf(from), triggerOf(to)]
  if (old.definition === want.definition) return [setFiring(key, want.fires)]
  const { object, part } = subjectOf(key)
  return [`drop trigger ${part} on ${object};`, ...createTrigger({ key, parent: null, value: to })]
}
