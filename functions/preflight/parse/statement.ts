import type { Node } from '@supabase/pg-parser/17/types'

/** One statement of a migration file, as PostgreSQL's own parser reads it. */
export interface ParsedStatement {
  sql: string
  /** From 1, counted in the file. */
  number: number
  /** Where it begins in the file, both from 1. */
  line: number
  column: number
  /** Offset at which it begins in the file, in UTF-16 units. */
  start: number
  /** Which of the pieces between statement-breakpoints it belongs to, from 0: what Drizzle sends at a time. */
  chunk: number
  node: Node
}
