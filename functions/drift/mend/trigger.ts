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

function setFiring(key: string, fires: string): string {
  const { kind, name, object, part } = subjectOf(key)
  return kind === 'event_trigger'
    ? `alter event trigger ${name} ${fires};`
    : `alter table ${object} ${fires} ${kind} ${part};`
}

/** Statements that make a trigger, a rule or an event trigger, and say when it fires. */
export function createTrigger({ key, value }: Fact): string[] {
  const { kind, name } = subjectOf(key)
  const { definition, fires } = triggerOf(value)
  const create = kind === 'event_trigger' ? `create event trigger ${name} ${definition}` : definition.replace(/;$/, '')
  return [`${create};`, ...(fires === 'enable' ? [] : [setFiring(key, fires)])]
}

/** Statements that turn one trigger, rule or event trigger into another of the same name. */
export function alterTrigger(key: string, from: string, to: string): string[] {
  const [old, want] = [triggerOf(from), triggerOf(to)]
  if (old.definition === want.definition) return [setFiring(key, want.fires)]
  const { kind, name, object, part } = subjectOf(key)
  const drop = kind === 'event_trigger' ? `drop event trigger ${name};` : `drop ${kind} ${part} on ${object};`
  return [drop, ...createTrigger({ key, parent: null, value: to })]
}
