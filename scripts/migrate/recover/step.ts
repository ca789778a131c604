/** One thing to do on the way back to a target that its migrations describe. */
export interface Step {
  /** Stays the same when the plan is made again: `catalog`, `index:public.i`, `row:10:36314bc3fa70`. */
  name: string
  title: string
  /** Remarks for people. */
  why: readonly string[]
  does: Deed
  /** What is gone for good once it is done; empty: nothing. */
  lost: readonly string[]
  /** Whether it puts something aside, which is to come back. */
  keeps: boolean
  /** Why it cannot be done yet; null: it can. */
  after: string | null
}

/**
 * script: one transaction with its own checks of identity and state · alone: statements that no transaction takes, each
 * of which may be repeated · plumbline: a command of its own · shell: one of PostgreSQL’s · journal: `journal repair`.
 */
export type Deed =
  | { do: 'script'; script: string }
  | { do: 'alone'; identity: string; statements: readonly string[] }
  | { do: 'plumbline'; command: 'recover' | 'migrate' | 'verify' | 'repair' }
  | { do: 'shell'; command: string }
  | { do: 'journal'; repair: JournalRepair }

export type JournalRepair = { applied: readonly string[] } | { unapplied: readonly string[] } | { fixWhen: true }

/** What follows `journal repair` on the command line. */
export const repairOptions = (repair: JournalRepair): string =>
  'fixWhen' in repair
    ? '--fix-when --apply'
    : 'applied' in repair
      ? `--applied ${repair.applied.join(',')} --apply`
      : `--unapplied ${repair.unapplied.join(',')} --apply`

/** A step that does nothing to what a target holds. */
export const harmless = (step: Omit<Step, 'lost' | 'keeps' | 'after'>): Step => ({
  ...step,
  lost: [],
  keeps: false,
  after: null,
})
