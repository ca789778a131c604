import type { Reason, RunFailure, Verdict, VerdictName } from '../../model/prediction.ts'
import { count, list, stamp } from './text.ts'

/** A verdict in a word or two. */
export const verdictWord: Readonly<Record<VerdictName, string>> = {
  applies: 'will run',
  applied: 'applied',
  skipped: 'skipped for ever',
  again: 'runs again',
  fails: 'fails',
}

/** Why nothing of a run gets done: one line without a full stop. */
export function failureText(failure: RunFailure): string {
  switch (failure.failure) {
    case 'missing-file':
      return `${failure.tag} has no file: Drizzle refuses the whole folder ("No file … found")`
    case 'no-journal':
      return 'this version of Drizzle reads meta/_journal.json, and the folder has none'
    case 'old-folder':
      return 'this version of Drizzle refuses a folder with meta/_journal.json until drizzle-kit up was run'
    case 'table-shape':
      return `the journal table lacks ${list(failure.missing)} (42703)`
    case 'unmatched-rows':
      return `the upgrade to Drizzle 1.0 stops at ${count(failure.rows.length, 'row')} that no migration explains`
  }
}

/** Why a verdict is what it is: one line without a full stop. */
export function verdictText({ verdict, reason }: Pick<Verdict, 'verdict' | 'reason'>): string {
  if (verdict === 'again' && reason.because !== 'null-stamp') return `it has a row, and yet ${reasonText(reason)}`
  if (verdict === 'skipped') return `it has no row, and ${reasonText(reason)}`
  return reasonText(reason)
}

function reasonText(reason: Reason): string {
  switch (reason.because) {
    case 'no-rows':
      return 'the journal has no row'
    case 'after-newest':
      return `it is stamped after the newest row (${stamp(reason.newest)})`
    case 'not-after-newest':
      return `it is stamped at or below the newest row (${stamp(reason.newest)})`
    case 'null-stamp':
      return 'a row without created_at makes Drizzle run everything again'
    case 'known':
      return `the journal has its ${reason.by}`
    case 'not-known':
      return `no row has its ${reason.by}`
    case 'run-fails':
      return failureText(reason.failure)
    case 'bad-stamp':
      return 'its stamp is no number that created_at can hold (22P02, 22003)'
    case 'statements':
      return reason.reason
    case 'other-fails':
      return otherText(reason)
  }
}

function otherText({ tag, leaves }: Extract<Reason, { because: 'other-fails' }>): string {
  if (leaves === 'undone') return `it is rolled back when ${tag} fails`
  return leaves === 'unrecorded' ? `it runs, but no row says so, since ${tag} fails` : `${tag} fails before it`
}
