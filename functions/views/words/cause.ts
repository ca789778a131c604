import type { Who } from '../../model/authors.ts'
import type { Appeared, Cause } from '../../model/findings/drift.ts'
import { stamp } from './text.ts'

/** What happened, in a sentence. */
export function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'removed':
      return removed(cause)
    case 'unmade':
      return 'No migration ever made it: it was made by hand, by drizzle-kit push, or by a migration that is not in this folder.'
    case 'declared':
      return `No migration makes it, but ${cause.file} declares it: drizzle-kit push made it, or its statement was taken out of a migration.`
    case 'pending':
      return cause.whole
        ? `All that ${cause.migration} makes is there: drizzle-kit push made it, or a migrator that ended before it wrote its row.`
        : `It was done ahead of ${cause.migration}, by hand, by drizzle-kit push or by a migration that was edited.`
    case 'older':
      return older(cause)
    case 'supabase':
      return (
        `${cause.name === null ? cause.version : `${cause.version}_${cause.name}`} made it: the Supabase CLI applied that, and Drizzle’s journal does not know` +
        `${cause.migration === null ? '' : `; ${cause.migration} is to make it again`}.`
      )
    case 'changed':
      return 'It was changed by hand into what no migration ever made of it.'
  }
}

function removed({ migration, whole }: Extract<Cause, { kind: 'removed' }>): string {
  if (migration === null) return 'It was there before the first migration, and was removed by hand.'
  return whole
    ? `All that ${migration} made is gone: it was removed by hand, or ${migration} was recorded and never ran.`
    : `It was made by ${migration}, and removed by hand since.`
}

function older({ as, changed }: Extract<Cause, { kind: 'older' }>): string {
  const was = as === null ? 'it was before the first migration' : `${as} left it`
  return `It is as ${was}: ${changed === null ? 'it' : `what ${changed} did to it`} was undone by hand, or never done.`
}

/** Who made it, and by what that is known; the empty text where nobody asked. */
export function whoText(who: Who | undefined): string {
  switch (who?.known) {
    case undefined:
      return ''
    case 'session':
      return `${who.role}${who.application === null ? '' : `, in ${who.application}`}: its session ran such a statement at ${stamp(who.at)}`
    case 'statement':
      return `${who.role}: pg_stat_statements has counted such a statement of this role alone${who.at === null ? '' : `, since ${stamp(who.at)}`}`
    case 'owner':
      return `${who.role}: it belongs to this role, and the journal to another`
    case 'nothing':
      return `unknown: ${who.reason}${who.mend === null ? '' : ` → ${who.mend}`}`
  }
}

/** Between which runs it came; the empty text where nothing is known of that. */
export function appearedText(appeared: Appeared | undefined): string {
  if (appeared === undefined) return ''
  const { after, by, deploy } = appeared
  const runs =
    after === null
      ? `there when ${by.run} looked for the first time (${stamp(by.at)})`
      : `between ${after.run} (${stamp(after.at)}) and ${by.run} (${stamp(by.at)})`
  return deploy === undefined ? runs : `${runs}, near deploy ${deploy.id} (${stamp(deploy.at)})`
}
