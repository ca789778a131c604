import type { UserError } from '../errors.ts'
import type { Ended } from './apply.ts'
import type { Passage } from './gate.ts'
import { planText } from './plan-text.ts'
import type { Prepared } from './prepare.ts'
import type { Made } from './run.ts'
import type { State } from './settle.ts'

/** What a run is about: known before anything is changed. */
export interface RunAbout {
  command: 'migrate' | 'rollback'
  /** The database's name, and the host that it is on. */
  target: string
  environment: string
}

/**
 * What came of it. planned: --dry-run · nothing: nothing was pending · refused: by a gate, an option or a person · done: it is in, whatever
 * `verified` says · failed: PostgreSQL refused, and `state` says what is in · in doubt: nobody could look.
 */
export type Outcome = 'planned' | 'nothing' | 'refused' | 'done' | 'failed' | 'in doubt'

/** How a run ended, for text and JSON. */
export interface CameOf {
  code: number
  outcome: Outcome
  made: Made | null
  /** How long it took; null: nothing was run. */
  ms: number | null
  /** What a look says afterwards; null: nothing was run. */
  verified: Verified | null
  /** Commands that come next. */
  next: readonly string[]
}

/** A look after a run, by its exit code. */
export type Verified = 'clean' | 'warnings' | 'findings' | 'unknown'

/** Rows and objects that a rollback does not bring back. */
export interface Losses {
  destructive: readonly string[]
  undone: readonly string[]
}

/** The one document of `migrate` and `rollback --format json`. */
export interface RunJson extends RunAbout {
  outcome: Outcome
  exitCode: number
  /** In the order in which they were asked; the target was not reached where there are none. */
  gates: readonly Passage[]
  flavour: string | null
  transaction: 'one' | 'none' | null
  migrations: { tag: string; file: string; statements: number }[]
  /** Tags that stay pending, because of --to. */
  left: readonly string[]
  losses: Losses | null
  /** With --dry-run, what would be sent, as one script. */
  sql: string | null
  run: (Omit<Ended, 'kept'> & { ms: number; state: State; cause: readonly string[] }) | null
  verified: Verified | null
  /** Why it was refused where no gate did, and what mends it. */
  refusal: { said: string; mend: string | null } | null
  next: readonly string[]
}

/** What is known of a run by now; it grows while the run is under way. */
export interface Known {
  passages: Passage[]
  prepared: Prepared | null
  losses: Losses | null
}

/** A run as data. @param came what came of it, or the error that refused it */
export function runJson(about: RunAbout, { passages, prepared, losses }: Known, came: CameOf | UserError): RunJson {
  const plan = prepared?.plan
  const runs = plan?.runs ?? []
  const isRefusal = came instanceof Error
  return {
    ...about,
    outcome: isRefusal ? 'refused' : came.outcome,
    exitCode: isRefusal ? 2 : came.code,
    gates: passages,
    flavour: plan?.flavour ?? null,
    transaction: plan?.transaction ?? null,
    migrations: runs.map(({ file, pieces }) => ({
      tag: file.tag,
      file: file.file,
      statements: pieces.reduce((sum, { statements }) => sum + statements.length, 0),
    })),
    left: plan?.left ?? [],
    losses,
    sql: plan && !isRefusal && came.outcome === 'planned' ? planText(plan) : null,
    run: isRefusal ? null : ranJson(came),
    verified: isRefusal ? null : came.verified,
    refusal: isRefusal ? { said: came.message, mend: came.mend } : null,
    next: isRefusal ? [] : came.next,
  }
}

function ranJson({ made, ms }: CameOf): RunJson['run'] {
  if (made === null) return null
  const { ended, state, stop, cause } = made
  const { ended: how, ran, attempts } = ended
  return { ended: how, ran, attempts, stop, ms: ms ?? 0, state, cause }
}
