import type { Fact } from '../../model/fact.ts'
import { continueAfterRows } from './column.ts'
import { subjectOf } from './names.ts'
import { standardLiteral } from '../../model/sql.ts'

interface Sequence {
  /** `as bigint start with 1 …`, without persistence and owner. */
  options: string
  unlogged: boolean
  owner: string | null
  /** It belongs to an identity column, which makes it. */
  identity: boolean
}

/** Takes a sequence fact's value apart again (supabase/catalog/sequences.sql). */
function sequenceOf(value: string): Sequence {
  const [options = '', owner = null] = value.split(/ (?:owned by|identity of) /s)
  return {
    options: options.replace(/ unlogged$/, ''),
    unlogged: options.endsWith(' unlogged'),
    owner,
    identity: owner !== null && value.includes(' identity of '),
  }
}

/** Whether the sequence is one that an identity column makes for itself. */
export const isIdentity = (value: string): boolean => sequenceOf(value).identity

/** What an identity column that is made says of its sequence: name and options, without the type, which is the column's. */
export function identityOptions(column: string, all: readonly Fact[]): string {
  const owner = subjectOf(column).name
  const sequence = all.find(({ key, value }) => key.startsWith('sequence:') && value.endsWith(` identity of ${owner}`))
  if (!sequence) return ''
  const options = sequenceOf(sequence.value).options.replace(/^as \S+ /, '')
  return ` (sequence name ${subjectOf(sequence.key).name} ${options})`
}

/** Statements that make a sequence; an identity column makes its own, which is only given its options. */
export function createSequence({ key, value }: Fact, all: readonly Fact[]): string[] {
  const { name } = subjectOf(key)
  const { options, unlogged, identity, owner } = sequenceOf(value)
  if (!identity) return [`create ${unlogged ? 'unlogged ' : ''}sequence ${name} ${options};`]
  const made = all.some((fact) => fact.key === `column:${owner}`)
  return made || isUsual(options) ? [] : [`alter sequence ${name} ${options};`]
}

const isUsual = (options: string) =>
  /^as \w+ start with 1 increment by 1 minvalue 1 maxvalue (?:32767|2147483647|9223372036854775807) cache 1 no cycle$/.test(
    options,
  )

/** The statement that gives a sequence to its column, once both are there. */
export function ownSequence({ key, value }: Fact): string[] {
  const { owner, identity } = sequenceOf(value)
  return owner === null || identity ? [] : [`alter sequence ${subjectOf(key).name} owned by ${owner};`]
}

/** Statements that turn one sequence into another of the same name. */
export function alterSequence(key: string, from: string, to: string): string[] {
  const { name } = subjectOf(key)
  const [old, want] = [sequenceOf(from), sequenceOf(to)]
  // The column's own statements make the one that comes, and take away the one that goes.
  if (want.identity && !old.identity) return [`drop sequence ${name};`]
  if (old.identity && !want.identity) return recreated({ key, parent: null, value: to })
  const restart = isOutside(old.options, want.options) ? ' restart' : ''
  return [
    ...(old.options === want.options ? [] : [`alter sequence ${name} ${want.options}${restart};`]),
    ...(old.unlogged === want.unlogged ? [] : [`alter sequence ${name} set ${want.unlogged ? 'unlogged' : 'logged'};`]),
    ...(old.owner === want.owner ? [] : [`alter sequence ${name} owned by ${want.owner ?? 'none'};`]),
  ]
}

function recreated(fact: Fact): string[] {
  const { owner } = sequenceOf(fact.value)
  const { name } = subjectOf(fact.key)
  return [
    ...createSequence(fact, []),
    ...ownSequence(fact),
    ...(owner === null ? [] : [continueAfterRows(`column:${owner}`, standardLiteral(name))]),
  ]
}

/** Whether the old start, and with it perhaps the current value, is out of the new bounds. */
function isOutside(old: string, want: string): boolean {
  const start = figure(old, 'start with')
  return start < figure(want, 'minvalue') || start > figure(want, 'maxvalue')
}

const figure = (options: string, name: string) => BigInt(new RegExp(`${name} (-?\\d+)`).exec(options)?.[1] ?? 0)
