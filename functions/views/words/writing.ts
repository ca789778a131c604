import type { Finding, FindingType } from '../../model/finding.ts'

/** A finding in words. */
export interface Words {
  /** One line that stands alone. */
  title: string
  /** What the blueprint says and what the target says. */
  what: string
  /** Cause, and what Drizzle and the application will make of it. */
  why: string
  /** What puts it right, in order: SQL statements (ending in `;`), commands, and remarks (beginning with `-- `). */
  mend: string[]
}

/** The words of one type: a heading for the type as a whole, and the words for one finding of it. */
export interface Writing<F> {
  heading: string
  write: (finding: F) => Words
}

/** One writing for every type of finding whose name begins so. */
export type WritingsOf<Check extends string> = {
  [T in FindingType as T extends `${Check}.${string}` ? T : never]: Writing<Extract<Finding, { type: T }>>
}
