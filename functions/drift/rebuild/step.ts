import type { FactStatement } from '../mend/create.ts'

/** What a statement is there for. */
export type Purpose =
  /** The fact is wanted and not there. */
  | 'make'
  /** The fact is there with another value. */
  | 'change'
  /** The fact is there and not wanted. */
  | 'remove'
  /** It stands in the way of another statement, and is brought back afterwards. */
  | 'aside'
  | 'back'

/** One statement of the way from one catalog to another. */
export interface Step {
  /** Ends with a semicolon, or with a comment after it. */
  sql: string
  /** Key of the fact that it is for. */
  fact: string
  purpose: Purpose
  /** What of the data is gone for good once it has run, in words; null: nothing. */
  destructive: string | null
}

/** Statements as steps that lose nothing. */
export const stepsOf = (statements: readonly FactStatement[], purposeOf: (key: string) => Purpose): Step[] =>
  statements.map(({ fact: { key }, sql }) => ({ sql, fact: key, purpose: purposeOf(key), destructive: null }))
