import type { Severity } from '../../model/findings/shared.ts'
import type { Known } from '../known/known.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import type { Name } from '../tree/name.ts'
import type { Transaction } from './transaction.ts'

/** PostgreSQL's lock modes on a table that stop somebody, the weakest first. */
export type LockMode =
  | 'RowExclusiveLock'
  | 'ShareUpdateExclusiveLock'
  | 'ShareLock'
  | 'ShareRowExclusiveLock'
  | 'ExclusiveLock'
  | 'AccessExclusiveLock'

/** A lock that a statement takes, and what its length hangs on. */
export interface RuleLock {
  mode: LockMode
  lasts: string
}

/** PostgreSQL's names of the modes, and whom they stop. */
const MODES: Readonly<Record<LockMode, string>> = {
  RowExclusiveLock: 'ROW EXCLUSIVE',
  ShareUpdateExclusiveLock: 'SHARE UPDATE EXCLUSIVE',
  ShareLock: 'SHARE (nobody writes)',
  ShareRowExclusiveLock: 'SHARE ROW EXCLUSIVE (nobody writes)',
  ExclusiveLock: 'EXCLUSIVE',
  AccessExclusiveLock: 'ACCESS EXCLUSIVE (nobody reads or writes)',
}

/** A lock in words: its mode, whom it stops, how long it lasts. */
export const lockText = ({ mode, lasts }: RuleLock): string => `${MODES[mode]}, ${lasts}`

/** All that a rule may look at. */
export interface At {
  statement: ParsedStatement
  /** What the statements before it leave behind. */
  known: Known
  /** What the transaction that it runs in has done so far. */
  transaction: Transaction
  /** The statements that run after it in the same deploy. */
  ahead: readonly ParsedStatement[]
  /** Whether it is the first of its file that takes a lock somebody may wait for. */
  file: { tag: string; name: string; statements: readonly ParsedStatement[] }
  /** Schemas that PostgREST serves to everybody. */
  exposed: readonly string[]
}

/** What a rule has to say of a statement. */
export interface Hit {
  /** What it is about, stable: part of the finding's key. */
  subject: string
  message: string
  /** The safe steps: SQL (ending in `;`) and remarks (beginning with `-- `). */
  recipe: readonly string[]
  /** The table whose size and traffic weigh it. */
  table?: Name
  /** Offset in bytes in the statement of the part that is meant. */
  at?: number | undefined
  /** Where this one is not as bad, or worse, than the rule as a whole. */
  severity?: Severity
}

/** One thing that lint knows. */
export interface Rule {
  id: string
  title: string
  /** Where nothing is known of what the table holds. */
  severity: Severity
  /**
   * What makes it better or worse: `rows` where the work grows with the table, `traffic` where only a queue behind a
   * short lock does harm. Left out: it is as bad on an empty table.
   */
  weighs?: 'rows' | 'traffic'
  looks: string
  why: string
  lock?: RuleLock
  /** The table gets a new file: every row is written again. */
  rewrites?: true
  /** Versions of PostgreSQL on which it holds, where not on all. */
  versions?: string
  /** Whose knowledge it is, and where PostgreSQL's documentation says so. */
  sources: readonly string[]
  check: (at: At) => readonly Hit[]
}
