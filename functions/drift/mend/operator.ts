import type { Fact } from '../../model/fact.ts'
import { subjectOf, withoutArguments } from './names.ts'

/** The statement that makes an operator or an aggregate, whose value begins where its name ends. */
export const createNamed =
  (noun: 'operator' | 'aggregate') =>
  ({ key, value }: Fact): string[] => [`create ${noun} ${withoutArguments(subjectOf(key).name)} ${value};`]

/** The operators and functions of a family (supabase/catalog/operator-classes.sql). */
const membersOf = (value: string): string[] =>
  value
    .replace(/^operator family ?/, '')
    .split(/, (?=(?:operator|function) \d+ )/)
    .filter(Boolean)

const altered = (key: string, action: 'add' | 'drop', members: readonly string[]) =>
  members.length === 0 ? [] : [`alter operator family ${subjectOf(key).name} ${action} ${members.join(', ')};`]

/** The statements that make an operator family and its members. */
export const createFamily = ({ key, value }: Fact): string[] => [
  `create operator family ${subjectOf(key).name};`,
  ...altered(key, 'add', membersOf(value)),
]

/** The statements that turn one operator family into another of the same name. */
export function alterFamily(key: string, from: string, to: string): string[] {
  const [old, want] = [membersOf(from), membersOf(to)]
  const gone = old.filter((member) => !want.includes(member))
  return [
    ...altered(key, 'drop', gone.map(slotOf)),
    ...altered(
      key,
      'add',
      want.filter((member) => !old.includes(member)),
    ),
  ]
}

/** `operator 1 <(integer,integer)` → `operator 1 (integer,integer)`; `function 1 (integer,integer) f(…)` → without f(…). */
const slotOf = (member: string) => member.replace(/^(\w+ \d+) [^(]*(\([^)]*\)).*$/s, '$1 $2')

/** The statement that makes an operator class; its operators and functions are its family's. */
export const createClass = ({ key, value }: Fact): string[] => [
  `create operator class ${subjectOf(key).name.replace(/ using \S+$/, '')} ${value};`,
]
