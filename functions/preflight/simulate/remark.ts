/** What PostgreSQL would answer: the first of a statement is the one that people would read. */
export interface Fault {
  kind: 'fault'
  sqlstate: string
  /** PostgreSQL's own text. */
  message: string
  detail?: string
  hint?: string
  /** Where in the statement, in bytes; absent: the statement as a whole. */
  at?: number | undefined
  /** Id of the thing that is in the way, or that is missing. */
  thing?: string | undefined
  /** The way out: SQL or a command, or a remark beginning with `-- `. */
  mend?: string[]
}

/** Why nobody can say what PostgreSQL would answer. */
export interface Doubt {
  kind: 'doubt'
  reason: string
}

/** It succeeds or fails by what the table holds. */
export interface Depends {
  kind: 'data'
  what: string
}

/** It will succeed and do nothing, though something else is there than what it would have made. */
export interface Hidden {
  kind: 'hidden'
  what: string
  thing: string
}

export type Remark = Fault | Doubt | Depends | Hidden

/** Remarks in the order in which PostgreSQL looks; nothing is asked for after the first fault. */
export type Remarks = Generator<Remark, void, void>

export const fault = (
  sqlstate: string,
  message: string,
  more: Omit<Fault, 'kind' | 'sqlstate' | 'message'> = {},
): Fault => ({
  kind: 'fault',
  sqlstate,
  message,
  ...more,
})
export const doubt = (reason: string): Doubt => ({ kind: 'doubt', reason })
export const depends = (what: string): Depends => ({ kind: 'data', what })
